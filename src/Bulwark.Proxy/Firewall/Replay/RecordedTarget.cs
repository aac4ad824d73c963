namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>The parts of a recorded address that go over the wire. Nothing of it is normalised: the rules are to see what the server saw.</summary>
/// <param name="Host">The authority without user information; null for a path alone.</param>
/// <param name="Target">The path and the query.</param>
internal readonly record struct RecordedTarget(string? Host, string Target)
{
    /// <returns>Null for an address that no HTTP request has: <c>data:</c>, <c>blob:</c>, <c>chrome-extension:</c>.</returns>
    public static RecordedTarget? Parse(string url)
    {
        var text = url.AsSpan();
        if (text.IndexOf('#') is >= 0 and var fragment)
            text = text[..fragment];

        if (text.StartsWith('/') || text is "*")
            return new RecordedTarget(Host: null, text.ToString());

        var scheme = text.IndexOf("://");
        if (scheme < 0 || !IsHttp(text[..scheme]))
            return null;

        var rest = text[(scheme + 3)..];
        var end = rest.IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "" : rest[end..].ToString();
        return new RecordedTarget(authority[(authority.LastIndexOf('@') + 1)..].ToString(), path.StartsWith('/') ? path : "/" + path);
    }

    private static bool IsHttp(ReadOnlySpan<char> scheme)
    {
        foreach (var known in (ReadOnlySpan<string>)["http", "https", "ws", "wss"])
        {
            if (scheme.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
