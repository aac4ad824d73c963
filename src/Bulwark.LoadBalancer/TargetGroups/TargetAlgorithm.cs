using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>How a target of a group is chosen for a request.</summary>
[JsonConverter(typeof(SettingsEnumConverter<TargetAlgorithm>))]
public enum TargetAlgorithm
{
    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastOutstandingRequests,

    /// <summary>The same key goes to the same target, as long as that one is not much busier than the others.</summary>
    ConsistentHashing,
}
