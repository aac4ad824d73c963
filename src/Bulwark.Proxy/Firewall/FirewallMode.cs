using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall;

/// <summary>How far a group of rules may go.</summary>
[JsonConverter(typeof(SettingsEnumConverter<FirewallMode>))]
public enum FirewallMode
{
    /// <summary>Its rules are not asked.</summary>
    Off,

    /// <summary>What matches is logged, and nothing is refused.</summary>
    Count,

    /// <summary>What its rules refuse is refused: with 404 for paths of administration, else with 403.</summary>
    Block,
}
