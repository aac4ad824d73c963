using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Validation;

/// <summary><c>@validateUrlEncoding</c>: the value holds a percent sign that two hexadecimal digits do not follow.</summary>
/// <example><c>SecRule REQUEST_URI_RAW "@validateUrlEncoding" "id:100,phase:1,deny"</c></example>
internal sealed class ValidateUrlEncoding : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        while (value.IndexOf((byte)'%') is >= 0 and var next)
        {
            value = value[(next + 1)..];
            if (value.Length < 2 || !Ascii.IsHexDigit(value[0]) || !Ascii.IsHexDigit(value[1]))
                return true;

            value = value[2..];
        }

        return false;
    }
}
