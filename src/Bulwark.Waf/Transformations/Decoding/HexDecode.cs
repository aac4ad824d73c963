using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:hexDecode</c>: a byte for each two hexadecimal digits; a digit left over at the end is dropped.</summary>
/// <remarks>As in ModSecurity nobody checks that they are digits: the arithmetic gives other bytes some value.</remarks>
internal sealed class HexDecode : Transformation
{
    public override string Name => "hexDecode";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IsEmpty)
            return false;

        var target = output.GetSpan(Math.Max(1, input.Length / 2));
        for (var i = 0; i < input.Length / 2; i++)
            target[i] = Ascii.HexValue(input[2 * i], input[(2 * i) + 1]);

        output.Advance(input.Length / 2);
        return true;
    }
}
