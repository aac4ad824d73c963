using System.Globalization;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>What can be wrong with an answer of the edge.</summary>
internal static class EdgeFaults
{
    // Half a year: what the HSTS preload lists asked for at first. Less protects nobody who comes back after the holidays.
    private const long ShortestHsts = 15_552_000;

    private static readonly string[] Banners = ["Server", "X-Powered-By", "X-AspNet-Version", "Via"];

    /// <summary>No HSTS, or one that is soon forgotten (RFC 6797, section 6.1).</summary>
    public static string? NoHsts(HttpAnswer answer)
    {
        if (!answer.Headers.TryGetValue("Strict-Transport-Security", out var hsts))
            return "there is no Strict-Transport-Security";

        var maxAge = hsts.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(part => part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase));
        return maxAge is not null && long.TryParse(maxAge["max-age=".Length..].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= ShortestHsts
            ? null
            : $"Strict-Transport-Security '{hsts}' lasts less than 180 days";
    }

    /// <summary>Nothing by which a client and an operator can speak of the same request.</summary>
    public static string? NoRequestId(HttpAnswer answer) =>
        answer.Headers.TryGetValue("X-Request-Id", out var id) && id.Length >= 8 ? null : "there is no X-Request-Id";

    /// <summary>The products behind name themselves.</summary>
    public static string? Banner(HttpAnswer answer) =>
        Banners.FirstOrDefault(answer.Headers.ContainsKey) is { } name ? $"{name} says '{answer.Headers[name]}'" : null;

    /// <summary>A web client of another origin could not read why it was refused.</summary>
    public static string? NoCors(HttpAnswer answer) =>
        answer.Headers.TryGetValue("Access-Control-Allow-Origin", out var origin) && origin == "*" ? null : "there is no Access-Control-Allow-Origin: *";

    /// <summary>An error, or a redirect, that some cache on the way may keep: a path that begins to exist would stay hidden behind it.</summary>
    public static string? Storable(HttpAnswer answer)
    {
        if (answer.Headers.ContainsKey("Age"))
            return "it comes from a cache";

        return answer.Headers.TryGetValue("Cache-Control", out var control) && control.Contains("no-store", StringComparison.OrdinalIgnoreCase)
            ? null
            : "there is no Cache-Control: no-store";
    }

    /// <summary>An answer other than the given refusals.</summary>
    public static Func<HttpAnswer, string?> Unless(params int[] statuses) =>
        answer => statuses.Contains(answer.Status) ? null : $"not {string.Join(" or ", statuses)}";

    /// <summary>A refusal that does not tell an MCP client where to get a token (RFC 9728, section 5.1).</summary>
    public static string? NoResourceMetadata(HttpAnswer answer)
    {
        if (answer.Status != 401)
            return "not 401";

        return answer.Headers.TryGetValue("WWW-Authenticate", out var challenge) && challenge.Contains("resource_metadata=", StringComparison.Ordinal)
            ? null
            : "WWW-Authenticate names no resource_metadata";
    }
}
