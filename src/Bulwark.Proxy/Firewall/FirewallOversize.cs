using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall;

/// <summary>What becomes of a body that is larger than what is inspected.</summary>
[JsonConverter(typeof(SettingsEnumConverter<FirewallOversize>))]
public enum FirewallOversize
{
    /// <summary>It is answered with 413.</summary>
    Refuse,

    /// <summary>Its beginning is inspected, the rest passes, and the log and the metrics say so.</summary>
    Count,
}
