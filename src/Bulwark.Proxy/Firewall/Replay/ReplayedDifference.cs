namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>What changes about one rule.</summary>
/// <param name="Group">Its group; null for a rule of the settings.</param>
/// <param name="Rule">Its name, or its number.</param>
/// <param name="HitsInForce">How many requests it matches under the settings in force.</param>
/// <param name="HitsProposed">How many under the proposed ones.</param>
/// <param name="NewlyRefused">How many requests it refuses under the proposed settings that pass under those in force.</param>
/// <param name="NoLongerRefused">How many it refuses under the settings in force that pass under the proposed ones.</param>
/// <param name="Examples">The places in the file of the first requests that are refused by one of both only; else of the first that it matches under one only.</param>
public sealed record ReplayedDifference(
    string? Group, string Rule, long HitsInForce, long HitsProposed, long NewlyRefused, long NoLongerRefused, IReadOnlyList<long> Examples);
