using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:urlDecode</c>: <c>%41</c> becomes the byte, <c>+</c> a space. A percent sign without two hexadecimal digits stays.</summary>
internal sealed class UrlDecode : Transformation
{
    public override string Name => "urlDecode";

    public override ByteClasses Triggers => ByteClasses.Percent | ByteClasses.Plus;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output) => UrlEscapes.TryDecode(input, output, decodesUnicode: false, map: null);
}
