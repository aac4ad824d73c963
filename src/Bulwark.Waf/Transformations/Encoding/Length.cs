using System.Buffers.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:length</c>: the number of bytes, in decimal digits.</summary>
internal sealed class Length : Transformation
{
    public override string Name => "length";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        const int mostDigits = 10;
        var digits = output.GetSpan(mostDigits);
        Utf8Formatter.TryFormat(input.Length, digits, out var count);
        if (input.SequenceEqual(digits[..count])) // the value "1"
            return false;

        output.Advance(count);
        return true;
    }
}
