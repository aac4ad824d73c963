using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>Reads a Cookie header (<c>SecCookieFormat 0</c>) as ModSecurity 3 does, which is more lenient than RFC 6265, section 5.4.</summary>
internal static class CookieHeader
{
    /// <summary>Adds each cookie in order. A piece without <c>=</c> is a name without value; a piece without a name is left out.</summary>
    public static void Read(ByteSlice header, ValueStore cookies)
    {
        var rest = header.Slice(0, header.Span.TrimEnd(ByteClasses.Whitespace).Length);
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)';');
            Add(end < 0 ? rest : rest.Slice(0, end), cookies);
            rest = end < 0 ? ByteSlice.Empty : rest.Slice(end + 1);
        }
    }

    private static void Add(ByteSlice cookie, ValueStore cookies)
    {
        var trimmed = cookie.Slice(cookie.Length - cookie.Span.TrimStart(ByteClasses.Whitespace).Length);
        var equals = trimmed.Span.IndexOf((byte)'=');
        var name = equals < 0 ? trimmed : trimmed.Slice(0, equals);
        if (!name.IsEmpty)
            cookies.Add(new NamedValue(name, equals < 0 ? ByteSlice.Empty : trimmed.Slice(equals + 1)));
    }
}
