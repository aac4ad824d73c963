using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>What happens to a request that shows no good token.</summary>
[JsonConverter(typeof(SettingsEnumConverter<EdgeAuthMode>))]
public enum EdgeAuthMode
{
    /// <summary>It is refused and never reaches the origin.</summary>
    Enforce,

    /// <summary>It goes on, and the metric counts what <c>enforce</c> would refuse.</summary>
    Count,

    /// <summary>Nobody asks for a token.</summary>
    Off,
}
