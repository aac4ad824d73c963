namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@streq</c>: the value is the text. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule REQUEST_METHOD "@streq TRACE" "id:100,phase:1,deny"</c></example>
internal sealed class StrEq(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.SequenceEqual(Text.Get(context));
}
