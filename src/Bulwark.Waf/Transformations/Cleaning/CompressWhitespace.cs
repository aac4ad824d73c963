using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:compressWhitespace</c>: each run of white space becomes one space.</summary>
internal sealed class CompressWhitespace : Transformation
{
    public override string Name => "compressWhitespace";

    public override ByteClasses Triggers => ByteClasses.Whitespace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny(Ascii.Whitespace))
            return false;

        var target = output.GetSpan(input.Length);
        var written = 0;
        var afterSpace = false;
        foreach (var b in input)
        {
            var isSpace = Ascii.IsWhitespace(b);
            if (!isSpace || !afterSpace)
                target[written++] = isSpace ? (byte)' ' : b;

            afterSpace = isSpace;
        }

        if (input.SequenceEqual(target[..written]))
            return false;

        output.Advance(written);
        return true;
    }
}
