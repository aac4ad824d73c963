using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>Addresses that run: <c>javascript:</c> and its kin, and <c>data:</c> unless it is a picture, a sound or a film.</summary>
internal static class ScriptUrl
{
    private static readonly SearchValues<byte> CodeSigns = SearchValues.Create("(`=[<%"u8);

    // What a scheme ends with, and what that may be hidden in.
    private static readonly SearchValues<byte> SchemeEnds = SearchValues.Create(":&"u8);

    // What a browser leaves out before a scheme.
    private static readonly SearchValues<byte> Padding = SearchValues.Create([.. Enumerable.Range(0, 0x21).Concat(Enumerable.Range(0x7F, 0x22)).Select(value => (byte)value)]);

    // Of the schemes below and of data:, and of what hides them.
    private static readonly SearchValues<byte> Beginnings = SearchValues.Create("jvlmefdJVLMEFD&"u8);

    private static readonly string[] Schemes = ["javascript:", "vbscript:", "livescript:", "mocha:", "jscript:", "ecmascript:", "view-source:javascript:", "feed:javascript:", "jar:javascript:", "vbs:"];

    private static readonly string[] Media = ["data:image/png", "data:image/jp", "data:image/gif", "data:image/webp", "data:image/avif", "data:image/bmp", "data:image/x-icon", "data:audio/", "data:video/", "data:font/"];

    /// <summary>Whether an attribute with this address would run it.</summary>
    public static bool IsScript(ReadOnlySpan<byte> value)
    {
        if (!MayBeScript(value))
            return false;

        Span<char> head = stackalloc char[40];
        return IsScriptHead(head[..EntityText.Decode(value, head)], out _);
    }

    /// <summary>Whether a value is nothing but such an address, with code in it: it may have been meant for an attribute.</summary>
    public static bool IsWholeValue(ReadOnlySpan<byte> value)
    {
        // What people write about JavaScript has no call in it, or begins otherwise.
        if (value.Length < 8 || !MayBeScript(value) || value.IndexOfAny(CodeSigns) < 0)
            return false;

        Span<char> head = stackalloc char[40];
        if (!IsScriptHead(head[..EntityText.Decode(value, head)], out var isData))
            return false;

        return !isData || value.IndexOf("text/html"u8) >= 0 || value.IndexOf("svg"u8) >= 0 || value.Contains((byte)'<');
    }

    // Most addresses are told apart by their first letter.
    private static bool MayBeScript(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOfAnyExcept(Padding);
        return first >= 0 && Beginnings.Contains(value[first]) && value[first..].IndexOfAny(SchemeEnds) >= 0;
    }

    private static bool IsScriptHead(ReadOnlySpan<char> head, out bool isData)
    {
        isData = head.StartsWith("data:", StringComparison.Ordinal);
        if (isData)
            return !StartsWithAny(head, Media);

        return StartsWithAny(head, Schemes);
    }

    private static bool StartsWithAny(ReadOnlySpan<char> head, string[] words)
    {
        foreach (var word in words)
        {
            if (head.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
