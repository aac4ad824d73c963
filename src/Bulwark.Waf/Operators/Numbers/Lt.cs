namespace Bulwark.Waf.Operators.Numbers;

/// <summary><c>@lt</c>: the value as a number is less than the argument. A value that begins with no number counts as 0.</summary>
/// <example><c>SecRule TX:PARANOIA "@lt 2" "id:100,phase:2,deny"</c></example>
internal sealed class Lt(NumberOperand number) : Operator
{
    public NumberOperand Number { get; } = number;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => WholeNumber.Parse(value) < Number.Get(context);
}
