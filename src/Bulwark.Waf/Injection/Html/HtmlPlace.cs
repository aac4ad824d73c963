namespace Bulwark.Waf.Injection.Html;

/// <summary>Where in a page a value lies. For a quoted value the number is that of the quote.</summary>
internal enum HtmlPlace : byte
{
    Text = 0,
    Unquoted = 1,
    DoubleQuoted = (byte)'"',
    SingleQuoted = (byte)'\'',
    BackQuoted = (byte)'`',
}
