using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>What a rule does with a request beyond its limit.</summary>
[JsonConverter(typeof(SettingsEnumConverter<RateLimitAction>))]
public enum RateLimitAction
{
    /// <summary>Refuses it.</summary>
    Block,

    /// <summary>Only counts it.</summary>
    Count,
}
