using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:hexEncode</c>: two small hexadecimal digits for each byte.</summary>
internal sealed class HexEncode : Transformation
{
    public override string Name => "hexEncode";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IsEmpty)
            return false;

        Convert.TryToHexStringLower(input, output.GetSpan(2 * input.Length), out var written);
        output.Advance(written);
        return true;
    }
}
