namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@within</c>: the value stands somewhere in the text; an empty one always does. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule REQUEST_METHOD "!@within GET HEAD POST" "id:100,phase:1,deny"</c></example>
internal sealed class Within(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => Text.Get(context).IndexOf(value) >= 0;
}
