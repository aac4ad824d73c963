using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:uppercase</c>: ASCII letters become capital.</summary>
internal sealed class Uppercase : Transformation
{
    public override string Name => "uppercase";

    public override ByteClasses Triggers => ByteClasses.Lower;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAnyInRange((byte)'a', (byte)'z'))
            return false;

        Ascii.TurnCase(input, output.GetSpan(input.Length), (byte)'a');
        output.Advance(input.Length);
        return true;
    }
}
