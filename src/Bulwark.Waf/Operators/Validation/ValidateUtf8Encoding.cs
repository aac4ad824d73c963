using System.Text.Unicode;

namespace Bulwark.Waf.Operators.Validation;

/// <summary><c>@validateUtf8Encoding</c>: the value is no valid UTF-8 (RFC 3629): overlong forms and surrogates are not valid either.</summary>
/// <remarks>libmodsecurity lets characters from U+110000 to U+13FFFF pass, which do not exist.</remarks>
/// <example><c>SecRule ARGS "@validateUtf8Encoding" "id:100,phase:2,deny"</c></example>
internal sealed class ValidateUtf8Encoding : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => !Utf8.IsValid(value);
}
