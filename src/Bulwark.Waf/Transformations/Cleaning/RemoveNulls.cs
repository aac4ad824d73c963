using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:removeNulls</c>: null bytes go.</summary>
internal sealed class RemoveNulls : Transformation
{
    public override string Name => "removeNulls";

    public override ByteClasses Triggers => ByteClasses.Null;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.Contains((byte)0))
            return false;

        while (input.IndexOf((byte)0) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[(next + 1)..];
        }

        output.Append(input);
        return true;
    }
}
