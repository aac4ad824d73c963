using Bulwark.Waf.Text;

namespace Bulwark.Waf.Injection.Html;

/// <summary>What begins with <c>&lt;!</c> or <c>&lt;?</c>: document types, entities, conditional comments, processing instructions.</summary>
internal static class Declaration
{
    /// <summary>Whether it makes a browser do something.</summary>
    /// <param name="text">From the <c>!</c> or <c>?</c> on.</param>
    public static bool IsScript(ReadOnlySpan<byte> text) =>
        Starts(text, "!doctype"u8) || Starts(text, "!entity"u8) || Starts(text, "!attlist"u8) || Starts(text, "!element"u8)
        || Starts(text, "?xml"u8) || Starts(text, "?import"u8) || Starts(text, "?php"u8) || Starts(text, "?="u8)
        || IsScriptInComment(text);

    // Old browsers ran what "<!--[if" hides, and ended a comment at a back quote.
    private static bool IsScriptInComment(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("!--"u8))
            return Starts(text, "![if"u8);

        var comment = Ascii.TrimStart(text[3..]);
        return Starts(comment, "[if"u8) || Starts(comment, "xml"u8) || Starts(comment, "import"u8) || Starts(comment, "entity"u8)
            || (comment.StartsWith("`"u8) && comment.Contains((byte)'<'));
    }

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && System.Text.Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}
