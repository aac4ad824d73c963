using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>Tells whether a value would run as a script in the page that it is put into.</summary>
/// <remarks>
/// The value is read as HTML from each place where a page may put it: between tags, and inside an attribute's value
/// without quotes, in single, double or back quotes (which Internet Explorer knew). Each reading is one pass.
/// </remarks>
internal static class CrossSiteScripting
{
    private static readonly SearchValues<byte> Signs = SearchValues.Create("<=:&"u8);

    public static bool IsInjection(ReadOnlySpan<byte> value)
    {
        // Without one of them there is neither a tag nor an attribute nor a scheme.
        var first = value.IndexOfAny(Signs);
        if (first < 0)
            return false;

        if (value[first..].Contains((byte)'<') && new HtmlReader(value).IsScript(HtmlPlace.Text))
            return true;

        return ScriptUrl.IsWholeValue(value)
            || (value[first..].Contains((byte)'=') && IsInjectionIntoAttribute(value));
    }

    private static bool IsInjectionIntoAttribute(ReadOnlySpan<byte> value) =>
        new HtmlReader(value).IsScript(HtmlPlace.Unquoted)
        || (value.Contains((byte)'\'') && new HtmlReader(value).IsScript(HtmlPlace.SingleQuoted))
        || (value.Contains((byte)'"') && new HtmlReader(value).IsScript(HtmlPlace.DoubleQuoted))
        || (value.Contains((byte)'`') && new HtmlReader(value).IsScript(HtmlPlace.BackQuoted));
}
