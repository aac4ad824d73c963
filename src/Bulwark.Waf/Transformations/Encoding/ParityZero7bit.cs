using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:parityZero7bit</c>: the eighth bit of each byte becomes zero.</summary>
internal sealed class ParityZero7bit : Transformation
{
    public override string Name => "parityZero7bit";

    public override ByteClasses Triggers => ByteClasses.High;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (System.Text.Ascii.IsValid(input))
            return false;

        var target = output.GetSpan(input.Length);
        for (var i = 0; i < input.Length; i++)
            target[i] = (byte)(input[i] & 0x7F);

        output.Advance(input.Length);
        return true;
    }
}
