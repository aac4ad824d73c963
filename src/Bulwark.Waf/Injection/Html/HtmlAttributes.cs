using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>Attributes whose value is a script, an address, a style sheet, or the name of such an attribute.</summary>
internal static class HtmlAttributes
{
    // A handler does something only if it calls, assigns, or hides that behind an entity or an escape.
    private static readonly SearchValues<byte> CodeSigns = SearchValues.Create("(`=&;[\\%:"u8);

    private static readonly WordSet Addresses = new("""
        href src action formaction data background poster codebase folder from to values by dynsrc lowsrc xlink:href
        ping cite longdesc profile usemap archive classid icon code manifest srcset object filter movie url content value
        """);

    private static readonly WordSet Scripts = new("srcdoc datasrc dataformatas xmlns xmlns:xlink seeksegmenttime fscommand");

    public static bool IsScript(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (EventHandlers.Contains(name))
            return value.IndexOfAny(CodeSigns) >= 0;
        if (Addresses.Contains(name))
            return ScriptUrl.IsScript(value);
        if (Is(name, "style"u8))
            return StyleSheet.IsScript(value);
        if (Is(name, "attributename"u8))
            return Addresses.Contains(value) || EventHandlers.Contains(value);

        return Scripts.Contains(name) ? !tag.IsEmpty || Is(name, "srcdoc"u8) : IsNamespace(tag, name);
    }

    // "<x:script xmlns:x=...>": the element's meaning is what the address says.
    private static bool IsNamespace(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name) =>
        !tag.IsEmpty && name.Length >= 5 && Is(name[..5], "xmlns"u8);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(name, lower);
}
