using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:lowercase</c>: ASCII letters become small.</summary>
internal sealed class Lowercase : Transformation
{
    public override string Name => "lowercase";

    public override ByteClasses Triggers => ByteClasses.Upper;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAnyInRange((byte)'A', (byte)'Z'))
            return false;

        Ascii.TurnCase(input, output.GetSpan(input.Length), (byte)'A');
        output.Advance(input.Length);
        return true;
    }
}
