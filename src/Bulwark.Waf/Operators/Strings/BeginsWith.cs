namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@beginsWith</c>: the value begins with the text. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule REQUEST_LINE "!@beginsWith GET" "id:100,phase:1,pass"</c></example>
internal sealed class BeginsWith(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.StartsWith(Text.Get(context));
}
