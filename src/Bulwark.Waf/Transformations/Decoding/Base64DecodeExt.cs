using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:base64DecodeExt</c>: forgiving decoding, as PHP does it: bytes outside the alphabet are skipped, padding too, wherever it stands.</summary>
/// <remarks>ModSecurity makes the whole value empty when padding follows the first digit of a group. PHP reads such a value, so Bulwark does.</remarks>
internal sealed class Base64DecodeExt : Transformation
{
    public override string Name => "base64DecodeExt";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IsEmpty)
            return false;

        var target = output.GetSpan(input.Length);
        var (bits, digits, written) = (0, 0, 0);
        foreach (var b in input)
        {
            var value = Base64Alphabet.ValueOf(b);
            if (value == Base64Alphabet.NotInAlphabet)
                continue;

            bits = (bits << 6) | value;
            if (digits++ % 4 != 0)
                target[written++] = (byte)(bits >> (2 * ((4 - (digits % 4)) % 4)));
        }

        output.Advance(written);
        return true;
    }
}
