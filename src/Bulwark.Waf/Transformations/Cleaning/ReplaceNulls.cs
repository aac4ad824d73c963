using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:replaceNulls</c>: null bytes become spaces.</summary>
internal sealed class ReplaceNulls : Transformation
{
    public override string Name => "replaceNulls";

    public override ByteClasses Triggers => ByteClasses.Null;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.Contains((byte)0))
            return false;

        input.Replace(output.GetSpan(input.Length), (byte)0, (byte)' ');
        output.Advance(input.Length);
        return true;
    }
}
