namespace Bulwark.Waf.Acl.Options;

/// <summary>More than some number of requests in a window, counted for each client or for whatever the keys tell apart.</summary>
public sealed record RateBasedOptions
{
    /// <summary>Requests in the window; those above it match. At least 10.</summary>
    public required long Limit { get; init; }

    /// <summary>60, 120, 300 or 600 seconds, looking back from now.</summary>
    public int WindowSeconds { get; init; } = 300;

    /// <summary>What has a count of its own.</summary>
    public RateAggregation Aggregation { get; init; } = RateAggregation.Ip;

    /// <summary>The header of <see cref="RateAggregation.ForwardedIp"/> and of keys of that kind.</summary>
    public ForwardedAddressOptions? Forwarded { get; init; }

    /// <summary>Of <see cref="RateAggregation.CustomKeys"/>: one to five. A request that lacks one of them is neither counted nor limited.</summary>
    public IReadOnlyList<RateKeyOptions> Keys { get; init; } = [];

    /// <summary>Only requests that match this are counted and limited.</summary>
    public StatementOptions? ScopeDown { get; init; }
}
