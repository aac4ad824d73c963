using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary><c>t:compressWhitespace</c>: each run of white space becomes one space.</summary>
internal sealed class CompressWhitespace : Transformation
{
    public override string Name => "compressWhitespace";

    public override ByteClasses Triggers => ByteClasses.Whitespace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (FirstChange(input) < 0)
            return false;

        while (input.IndexOfAny(Ascii.Whitespace) is >= 0 and var next)
        {
            output.Append(input[..next]);
            output.Append((byte)' ');
            var rest = input[next..];
            var end = rest.IndexOfAnyExcept(Ascii.Whitespace);
            input = end < 0 ? [] : rest[end..];
        }

        output.Append(input);
        return true;
    }

    /// <summary>Where the first white space stands that is not a space on its own.</summary>
    private static int FirstChange(ReadOnlySpan<byte> input)
    {
        var i = 0;
        while (input[i..].IndexOfAny(Ascii.Whitespace) is >= 0 and var next)
        {
            i += next;
            if (input[i] != ' ' || (i + 1 < input.Length && Ascii.IsWhitespace(input[i + 1])))
                return i;

            i++;
        }

        return -1;
    }
}
