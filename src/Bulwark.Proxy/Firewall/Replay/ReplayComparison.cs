namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>What becomes of recorded traffic when other settings take the place of those in force, each in the modes that they say.</summary>
/// <param name="Requests">How many requests the rules have seen.</param>
/// <param name="Skipped">How many entries were no HTTP requests.</param>
/// <param name="RefusedInForce">How many the settings in force refuse.</param>
/// <param name="RefusedProposed">How many the proposed ones refuse.</param>
/// <param name="NewlyRefused">How many only the proposed ones refuse.</param>
/// <param name="NoLongerRefused">How many only those in force refuse.</param>
/// <param name="Rules">The rules about which both do not agree, those that change most first.</param>
public sealed record ReplayComparison(
    long Requests, long Skipped, long RefusedInForce, long RefusedProposed, long NewlyRefused, long NoLongerRefused, IReadOnlyList<ReplayedDifference> Rules);
