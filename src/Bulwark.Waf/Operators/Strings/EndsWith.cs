namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@endsWith</c>: the value ends with the text. Case counts; the text may contain macros.</summary>
/// <example><c>SecRule REQUEST_FILENAME "@endsWith .bak" "id:100,phase:1,deny"</c></example>
internal sealed class EndsWith(TextOperand text) : Operator
{
    public TextOperand Text { get; } = text;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.EndsWith(Text.Get(context));
}
