using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:trim</c>: takes white space from both ends.</summary>
internal sealed class Trim : Transformation
{
    public override string Name => "trim";

    public override ByteClasses Triggers => ByteClasses.EdgeSpace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var trimmed = Ascii.Trim(input);
        if (trimmed.Length == input.Length)
            return false;

        output.Append(trimmed);
        return true;
    }
}
