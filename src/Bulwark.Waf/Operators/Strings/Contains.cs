namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@contains</c>: the text stands somewhere in the value. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule REQUEST_URI_RAW "@contains #" "id:100,phase:1,deny"</c></example>
internal sealed class Contains(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.IndexOf(Text.Get(context)) >= 0;
}
