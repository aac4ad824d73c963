namespace Bulwark.Proxy.RateLimiting;

/// <summary>What the rate limits of a tier have counted.</summary>
/// <param name="Rules">Each rule in force, in order.</param>
/// <param name="Keys">Keys that are counted at present, of all rules together.</param>
/// <param name="MitigatedKeys">Those of them that have exceeded their limit and wait until it is over.</param>
/// <param name="Overflows">Requests since the start that had to share a counter with their neighbours.</param>
/// <param name="MemoryMiB">Memory that the counters may use.</param>
/// <param name="Sharing">Null: this instance counts alone. Else whether Redis brings it the counts of the others at present.</param>
/// <param name="SharingProblem">Why it does not.</param>
public sealed record RateLimitReport(
    IReadOnlyList<RateLimitRuleReport> Rules, int Keys, int MitigatedKeys, long Overflows, int MemoryMiB, bool? Sharing, string? SharingProblem);
