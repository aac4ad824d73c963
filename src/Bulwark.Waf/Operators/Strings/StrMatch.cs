namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@strmatch</c>: the text stands somewhere in the value, as with <c>@contains</c>. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule ARGS "@strmatch WebZIP" "id:100,phase:2,deny"</c></example>
internal sealed class StrMatch(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.IndexOf(Text.Get(context)) >= 0;
}
