namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Reads a Content-Type (RFC 9110 section 8.3.1) for what would make two readers of the body disagree.</summary>
internal static class ContentTypes
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>What stands against inspecting a body of this type; null when nothing does.</summary>
    public static FirewallRefusal? Judge(ReadOnlySpan<char> type)
    {
        var charsets = 0;
        var isFirst = true;
        while (TakeParameter(ref type, out var parameter, out var hasComma))
        {
            if (hasComma)
                return FirewallRefusal.ContentType; // two types, joined to one value on their way

            if (!isFirst && IsCharset(parameter, out var value) && (!IsRead(value) || ++charsets > 1))
                return FirewallRefusal.Charset;

            isFirst = false;
        }

        return null;
    }

    /// <summary>The part up to the next semicolon outside of quotes.</summary>
    private static bool TakeParameter(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> parameter, out bool hasComma)
    {
        parameter = default;
        hasComma = false;
        if (rest.IsEmpty)
            return false;

        var isQuoted = false;
        var end = 0;
        for (; end < rest.Length && (isQuoted || rest[end] != ';'); end++)
        {
            if (isQuoted && rest[end] == '\\')
                end++;
            else if (rest[end] == '"')
                isQuoted = !isQuoted;
            else if (rest[end] == ',' && !isQuoted)
                hasComma = true;
        }

        end = Math.Min(end, rest.Length);
        parameter = rest[..end].Trim();
        rest = end < rest.Length ? rest[(end + 1)..] : default;
        return true;
    }

    /// <summary>Also in the extended notation (<c>charset*=</c>), which only some read.</summary>
    private static bool IsCharset(ReadOnlySpan<char> parameter, out ReadOnlySpan<char> value)
    {
        value = default;
        var equals = parameter.IndexOf('=');
        if (equals < 0)
            return false;

        value = parameter[(equals + 1)..].Trim();
        var name = parameter[..equals].Trim();
        return name.Equals("charset", IgnoreCase) || name.StartsWith("charset*", IgnoreCase);
    }

    private static bool IsRead(ReadOnlySpan<char> charset)
    {
        if (charset is ['"', .., '"'])
            charset = charset[1..^1];

        return charset.Equals("utf-8", IgnoreCase) || charset.Equals("utf8", IgnoreCase) || charset.Equals("us-ascii", IgnoreCase) || charset.Equals("ascii", IgnoreCase);
    }
}
