namespace Bulwark.Proxy.RateLimiting;

/// <summary>What one rate limit has counted since the start.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Action">What it does with what exceeds it.</param>
/// <param name="RequestsPerPeriod">The limit.</param>
/// <param name="PeriodSeconds">The period.</param>
/// <param name="MitigationTimeoutSeconds">How long the action goes on.</param>
/// <param name="Counted">Requests that were counted and within the limit.</param>
/// <param name="Exceeded">Requests that the action was applied to.</param>
public sealed record RateLimitRuleReport(
    string Name, RateLimitAction Action, int RequestsPerPeriod, int PeriodSeconds, int MitigationTimeoutSeconds, long Counted, long Exceeded);
