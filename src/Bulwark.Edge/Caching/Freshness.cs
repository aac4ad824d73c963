using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Edge.Caching;

/// <summary>How long an answer may be served, counted from age 0, and what of it its origin allows afterwards.</summary>
/// <param name="For">How long it is fresh.</param>
internal sealed record Freshness(TimeSpan For)
{
    /// <summary>No origin means more than that: what is stale for a day is wrong.</summary>
    private static readonly TimeSpan LongestStale = TimeSpan.FromDays(1);

    /// <summary>How long it may be served stale while another one is fetched.</summary>
    public TimeSpan StaleWhileRevalidate { get; private init; }

    /// <summary>How long it may be served stale in place of an error.</summary>
    public TimeSpan StaleIfError { get; private init; }

    /// <summary>What the origin allows (RFC 5861). <c>must-revalidate</c> and <c>proxy-revalidate</c> allow nothing; <c>s-maxage</c> alone forbids nothing that is spelt out beside it.</summary>
    public static Freshness Of(TimeSpan freshFor, CacheControlHeaderValue control) => control.MustRevalidate || control.ProxyRevalidate
        ? new Freshness(freshFor)
        : new Freshness(freshFor) { StaleWhileRevalidate = Seconds(control, "stale-while-revalidate"), StaleIfError = Seconds(control, "stale-if-error") };

    private static TimeSpan Seconds(CacheControlHeaderValue control, string name)
    {
        var values = control.Extensions.Where(extension => extension.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (values is not [var one] || !int.TryParse(one.Value.AsSpan(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.Zero;

        return seconds < LongestStale.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestStale;
    }
}
