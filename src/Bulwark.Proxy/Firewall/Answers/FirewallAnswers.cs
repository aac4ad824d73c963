using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>What of answers is shown to rules.</summary>
[JsonConverter(typeof(SettingsEnumConverter<FirewallAnswers>))]
public enum FirewallAnswers
{
    /// <summary>Nothing. It costs nothing.</summary>
    Off,

    /// <summary>The status and the headers, before they go out.</summary>
    Headers,

    /// <summary>The bodies of some types too, which are held until the verdict.</summary>
    Bodies,
}
