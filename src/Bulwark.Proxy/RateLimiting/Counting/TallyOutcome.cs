namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>Where a request stands to the limit.</summary>
internal enum TallyOutcome
{
    /// <summary>It fits.</summary>
    Within,

    /// <summary>It is the one that made the counter exceed the limit, and mitigation began.</summary>
    Exceeds,

    /// <summary>The limit was exceeded before.</summary>
    Beyond,

    /// <summary>The counter was given to another key in this moment: find it anew.</summary>
    Lost,
}
