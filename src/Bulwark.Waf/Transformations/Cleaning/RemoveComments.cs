using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary>
/// <c>t:removeComments</c>: comments of C and HTML go, ended by either <c>*/</c> or <c>--&gt;</c>; one that does not end becomes a space. From <c>--</c> or
/// <c>#</c> on everything goes.
/// </summary>
/// <remarks>libmodsecurity lets the byte after a comment pass unseen (a null byte if there is none); here it may begin the next comment.</remarks>
internal sealed class RemoveComments : Transformation
{
    private static readonly SearchValues<byte> Begins = SearchValues.Create("/<-#"u8);

    public override string Name => "removeComments";

    public override ByteClasses Triggers => ByteClasses.Star | ByteClasses.Dash | ByteClasses.Hash;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var start = output.Length;
        var changed = false;
        while (input.IndexOfAny(Begins) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            if (input.StartsWith("#"u8) || input.StartsWith("--"u8))
                return true;

            var begin = input.StartsWith("/*"u8) ? 2 : input.StartsWith("<!--"u8) ? 4 : 0;
            if (begin == 0)
            {
                output.Append(input[0]);
                input = input[1..];
                continue;
            }

            changed = true;
            input = SkipComment(input[begin..], output);
        }

        if (!changed)
            output.Truncate(start);
        else
            output.Append(input);

        return changed;
    }

    /// <summary>What follows the comment.</summary>
    private static ReadOnlySpan<byte> SkipComment(ReadOnlySpan<byte> comment, ByteBuffer output)
    {
        while (comment.IndexOfAny((byte)'*', (byte)'-') is >= 0 and var next)
        {
            comment = comment[next..];
            if (comment.StartsWith("*/"u8))
                return comment[2..];

            if (comment.StartsWith("-->"u8))
                return comment[3..];

            comment = comment[1..];
        }

        output.Append((byte)' ');
        return [];
    }
}
