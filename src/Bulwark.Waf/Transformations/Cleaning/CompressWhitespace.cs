using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:compressWhitespace</c>: each run of white space becomes one space.</summary>
internal sealed class CompressWhitespace : Transformation
{
    private static readonly SearchValues<byte> OtherThanSpace = SearchValues.Create("\t\n\v\f\r"u8);

    public override string Name => "compressWhitespace";

    public override ByteClasses Triggers => ByteClasses.Whitespace;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny(OtherThanSpace) && input.IndexOf("  "u8) < 0)
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

        output.Advance(written);
        return true;
    }
}
