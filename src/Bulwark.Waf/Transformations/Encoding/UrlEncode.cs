using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:urlEncode</c>: a space becomes <c>+</c>; all but ASCII letters, digits and <c>*</c> becomes a percent sign and small hexadecimal digits.</summary>
internal sealed class UrlEncode : Transformation
{
    private static readonly SearchValues<byte> Kept = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*"u8);

    public override string Name => "urlEncode";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAnyExcept(Kept))
            return false;

        var digits = "0123456789abcdef"u8;
        foreach (var b in input)
        {
            if (Kept.Contains(b) || b == ' ')
                output.Append(b == ' ' ? (byte)'+' : b);
            else
                output.Append([(byte)'%', digits[b >> 4], digits[b & 0xF]]);
        }

        return true;
    }
}
