using System.Buffers;

namespace Bulwark.Waf.Text;

/// <summary>Classes of bytes that formats speak of.</summary>
internal static class ByteClasses
{
    /// <summary>What C calls space.</summary>
    public static ReadOnlySpan<byte> Whitespace => " \t\r\n\v\f"u8;

    /// <summary><see cref="Whitespace"/>, for searching.</summary>
    public static SearchValues<byte> AnyWhitespace { get; } = SearchValues.Create(Whitespace);

    /// <summary>The characters of a multipart boundary (RFC 2046, section 5.1.1).</summary>
    public static SearchValues<byte> BoundaryCharacters { get; } =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '()+_,-./:=?"u8);

    /// <summary>The characters of a token (RFC 2045, section 5.1).</summary>
    public static SearchValues<byte> TokenCharacters { get; } =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&'*+-.^_`{|}~"u8);

    /// <summary>The characters of the name of a charset (RFC 8187, section 3.2.1).</summary>
    public static SearchValues<byte> CharsetCharacters { get; } =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&+-^_`{}~"u8);

    /// <summary>What need not be encoded in an extended parameter (RFC 8187, section 3.2.1), and the percent sign.</summary>
    public static SearchValues<byte> ExtendedValueCharacters { get; } =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&+-.^_`|~%"u8);

    public static bool IsWhitespace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
