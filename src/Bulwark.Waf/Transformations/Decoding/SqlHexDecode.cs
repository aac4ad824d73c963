using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:sqlHexDecode</c>: SQL's hexadecimal strings, <c>0x414243</c>, become their bytes. A digit left over stays.</summary>
/// <remarks>libmodsecurity drops the value's last byte and what follows a null byte; Bulwark shows all of it to the rules.</remarks>
internal sealed class SqlHexDecode : Transformation
{
    public override string Name => "sqlHexDecode";

    public override ByteClasses Triggers => ByteClasses.HexPrefix;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var changed = false;
        var start = output.Length;
        while (input.IndexOf((byte)'0') is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            var digits = CountDigits(input);
            if (digits == 0)
            {
                output.Append((byte)'0');
                input = input[1..];
                continue;
            }

            for (var i = 2; i < 2 + digits; i += 2)
                output.Append(Ascii.HexValue(input[i], input[i + 1]));

            input = input[(2 + digits)..];
            changed = true;
        }

        if (!changed)
            output.Truncate(start);
        else
            output.Append(input);

        return changed;
    }

    /// <summary>How many hexadecimal digits follow <c>0x</c>, in pairs.</summary>
    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4 || (text[1] | 0x20) != 'x')
            return 0;

        var digits = 0;
        while (2 + digits < text.Length && Ascii.IsHexDigit(text[2 + digits]))
            digits++;

        return digits & ~1;
    }
}
