using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary><c>t:removeWhitespace</c>: white space goes, and so do the two bytes of a no-break space in UTF-8, 0xC2 and 0xA0.</summary>
/// <remarks>As in libmodsecurity each of the two goes wherever it stands, also inside another character.</remarks>
internal sealed class RemoveWhitespace : Transformation
{
    private static readonly SearchValues<byte> Removed = SearchValues.Create([.. " \t\n\v\f\r"u8, 0xC2, 0xA0]);

    public override string Name => "removeWhitespace";

    public override ByteClasses Triggers => ByteClasses.Whitespace | ByteClasses.High;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAny(Removed))
            return false;

        while (input.IndexOfAny(Removed) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[(next + 1)..];
        }

        output.Append(input);
        return true;
    }
}
