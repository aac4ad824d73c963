namespace Bulwark.Proxy.RateLimiting;

/// <summary>A request is beyond a limit that blocks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="RetryAfter">How long until a request is taken again.</param>
internal readonly record struct RateLimitRefusal(RateLimitRuleOptions Rule, TimeSpan RetryAfter);
