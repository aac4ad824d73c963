using System.Numerics;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:parityEven7bit</c>: the eighth bit of each byte becomes what makes the number of ones in the byte even.</summary>
/// <remarks>As in ModSecurity the ones of all eight bits count, so what is right already may change.</remarks>
internal sealed class ParityEven7bit : Transformation
{
    public override string Name => "parityEven7bit";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var target = output.GetSpan(Math.Max(1, input.Length))[..input.Length];
        for (var i = 0; i < input.Length; i++)
            target[i] = (byte)(BitOperations.PopCount(input[i]) % 2 != 0 ? input[i] | 0x80 : input[i] & 0x7F);

        if (input.SequenceEqual(target))
            return false;

        output.Advance(input.Length);
        return true;
    }
}
