using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:trimRight</c>: takes white space from the end.</summary>
internal sealed class TrimRight : Transformation
{
    public override string Name => "trimRight";

    public override ByteClasses Triggers => ByteClasses.EdgeSpace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var trimmed = Ascii.TrimEnd(input);
        if (trimmed.Length == input.Length)
            return false;

        output.Append(trimmed);
        return true;
    }
}
