using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:trimLeft</c>: takes white space from the beginning.</summary>
internal sealed class TrimLeft : Transformation
{
    public override string Name => "trimLeft";

    public override ByteClasses Triggers => ByteClasses.EdgeSpace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var trimmed = Ascii.TrimStart(input);
        if (trimmed.Length == input.Length)
            return false;

        output.Append(trimmed);
        return true;
    }
}
