namespace Bulwark.Waf.Acl.Options;

/// <summary>More than some number of requests in a window, counted for each client or for whatever the keys tell apart.</summary>
public sealed record RateBasedOptions
{
    /// <summary>Requests in the window; those above it match. At least 10.</summary>
    public required long Limit { get; set; }

    /// <summary>60, 120, 300 or 600 seconds, looking back from now. Default: 300.</summary>
    public int WindowSeconds { get; set; } = 300;

    /// <summary>What has a count of its own. Default: the client's address (<c>ip</c>).</summary>
    public RateAggregation Aggregation { get; set; } = RateAggregation.Ip;

    /// <summary>The header of <c>forwardedIp</c> and of keys of that kind.</summary>
    public ForwardedAddressOptions? Forwarded { get; set; }

    /// <summary>Of <c>customKeys</c>: one to five. A request that lacks one of them is neither counted nor limited.</summary>
    public IReadOnlyList<RateKeyOptions> Keys { get; set; } = [];

    /// <summary>Only requests that match this are counted and limited.</summary>
    public StatementOptions? ScopeDown { get; set; }
}
