namespace Bulwark.Proxy.Framing;

/// <summary>
/// Methods are compared with case (RFC 9110 section 9.1), but HTTP clients, ours too, write <c>get</c> as <c>GET</c>: what the rules saw as no method of theirs would
/// arrive as one. No honest client spells a method so, and it is refused.
/// </summary>
internal static class MethodRule
{
    private static readonly string[] Known = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY"];

    /// <summary>True when the method reaches a target as it was written. Whether it is a token at all, the server's parser has seen to.</summary>
    public static bool IsForwardable(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" => true,
        _ => !IsMisspelt(method),
    };

    private static bool IsMisspelt(string method)
    {
        foreach (var known in Known)
        {
            if (method.Equals(known, StringComparison.OrdinalIgnoreCase))
                return method != known;
        }

        return false;
    }
}
