using System.Buffers;

namespace Bulwark.Waf.Bodies.Xml;

/// <summary>Names of elements and attributes (XML, section 2.3). All bytes outside ASCII are taken for letters.</summary>
internal static class XmlName
{
    private static readonly SearchValues<byte> End = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Where(c => !char.IsAsciiLetterOrDigit((char)c) && c is not ('_' or ':' or '-' or '.')).Select(c => (byte)c)]);

    /// <summary>The length of the name at the beginning of <paramref name="text"/>; 0 when there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny(End);
        var length = end < 0 ? text.Length : end;
        return length > 0 && (char.IsAsciiDigit((char)text[0]) || text[0] is (byte)'-' or (byte)'.') ? 0 : length;
    }
}
