using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:base64Encode</c>: RFC 4648, section 4, with padding.</summary>
internal sealed class Base64Encode : Transformation
{
    public override string Name => "base64Encode";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IsEmpty)
            return false;

        var target = output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(input.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(input, target, out _, out var written);
        output.Advance(written);
        return true;
    }
}
