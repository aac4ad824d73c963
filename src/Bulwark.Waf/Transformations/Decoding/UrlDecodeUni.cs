using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:urlDecodeUni</c>: as <c>t:urlDecode</c>, and the escapes of IIS too: <c>%u0041</c>.</summary>
/// <remarks>
/// <c>%uXXXX</c> becomes the byte that <c>SecUnicodeMapFile</c> names for the character. Without one it is the character's low byte; full-width ASCII
/// (U+FF01 to U+FF5E) becomes ASCII.
/// </remarks>
internal sealed class UrlDecodeUni(UnicodeMap? map = null) : Transformation
{
    public override string Name => "urlDecodeUni";

    public override ByteClasses Triggers => ByteClasses.Percent | ByteClasses.Plus;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output) => UrlEscapes.TryDecode(input, output, decodesUnicode: true, map);
}
