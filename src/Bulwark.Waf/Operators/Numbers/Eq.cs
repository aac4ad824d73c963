namespace Bulwark.Waf.Operators.Numbers;

/// <summary><c>@eq</c>: the value as a number is equal to the argument. A value that begins with no number counts as 0.</summary>
/// <example><c>SecRule &amp;REQUEST_HEADERS:Host "@eq 0" "id:100,phase:2,deny"</c></example>
internal sealed class Eq(NumberOperand number) : Operator
{
    public NumberOperand Number { get; } = number;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => WholeNumber.Parse(value) == Number.Get(context);
}
