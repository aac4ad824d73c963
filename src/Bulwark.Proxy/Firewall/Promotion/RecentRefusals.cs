namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>What became of the requests of a cohort's members in the last minutes.</summary>
/// <param name="Requests">Their requests.</param>
/// <param name="Refusals">Those that the group refused, or would have refused.</param>
/// <param name="RefusedMembers">The members whom that happened to.</param>
internal sealed record RecentRefusals(long Requests, long Refusals, long RefusedMembers);
