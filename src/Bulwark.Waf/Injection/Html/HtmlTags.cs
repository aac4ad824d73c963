namespace Bulwark.Waf.Injection.Html;

/// <summary>Elements that run or load something by merely being there.</summary>
internal static class HtmlTags
{
    private static readonly WordSet Names = new("""
        script iframe frame frameset object embed applet base link meta style svg math xml xss portal fencedframe
        import isindex listener handler noscript vmlframe layer ilayer bgsound plaintext template foreignobject
        animate animatetransform animatemotion set handler comment xmp noembed noframes
        """);

    /// <summary>Whether the element is one of them, in whatever namespace.</summary>
    public static bool IsScript(ReadOnlySpan<byte> name)
    {
        var local = name[(name.LastIndexOf((byte)':') + 1)..];
        return Names.Contains(local) || StartsWith(name, "svg"u8) || StartsWith(name, "xsl"u8);
    }

    private static bool StartsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) =>
        name.Length >= lower.Length && System.Text.Ascii.EqualsIgnoreCase(name[..lower.Length], lower);
}
