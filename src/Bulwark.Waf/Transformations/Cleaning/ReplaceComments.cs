using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:replaceComments</c>: each C comment becomes a space, one that does not end too.</summary>
internal sealed class ReplaceComments : Transformation
{
    public override string Name => "replaceComments";

    public override ByteClasses Triggers => ByteClasses.Star;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IndexOf("/*"u8) < 0)
            return false;

        while (input.IndexOf("/*"u8) is >= 0 and var begin)
        {
            output.Append(input[..begin]);
            output.Append((byte)' ');
            var comment = input[(begin + 2)..];
            var end = comment.IndexOf("*/"u8);
            input = end < 0 ? [] : comment[(end + 2)..];
        }

        output.Append(input);
        return true;
    }
}
