namespace Bulwark.Proxy.Framing;

/// <summary>
/// Methods are compared with case (RFC 9110 section 9.1), but HTTP clients, ours too, write <c>get</c> as <c>GET</c>: what the rules saw as no method of theirs would
/// arrive as one. No honest client spells a method so, and it is refused. So is TRACE (section 9.3.8), which would show a client what we tell the tiers about him.
/// </summary>
internal static class MethodRule
{
    private static readonly string[] Known = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY"];

    /// <summary>True when the method may reach a target, and does so as it was written. Whether it is a token at all, the server's parser has seen to.</summary>
    public static bool IsForwardable(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" => true,
        "TRACE" => false,
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
