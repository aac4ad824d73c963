using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:removeCommentsChar</c>: the signs that begin and end comments go, and what they enclose stays: <c>/* */ &lt;!-- --&gt; -- #</c>.</summary>
internal sealed class RemoveCommentsChar : Transformation
{
    private static readonly SearchValues<byte> Begins = SearchValues.Create("/*<-#"u8);

    public override string Name => "removeCommentsChar";

    public override ByteClasses Triggers => ByteClasses.Star | ByteClasses.Dash | ByteClasses.Hash;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var start = output.Length;
        var changed = false;
        while (input.IndexOfAny(Begins) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            var length = SignLength(input);
            if (length == 0)
                output.Append(input[0]);

            changed |= length > 0;
            input = input[Math.Max(1, length)..];
        }

        if (!changed)
            output.Truncate(start);
        else
            output.Append(input);

        return changed;
    }

    private static int SignLength(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'#', ..] => 1,
        [(byte)'/', (byte)'*', ..] or [(byte)'*', (byte)'/', ..] => 2,
        [(byte)'<', (byte)'!', (byte)'-', (byte)'-', ..] => 4,
        [(byte)'-', (byte)'-', (byte)'>', ..] => 3,
        [(byte)'-', (byte)'-', ..] => 2,
        _ => 0,
    };
}
