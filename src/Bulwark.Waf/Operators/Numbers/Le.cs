namespace Bulwark.Waf.Operators.Numbers;

/// <summary><c>@le</c>: the value as a number is equal to or less than the argument. A value that begins with no number counts as 0.</summary>
/// <example><c>SecRule TX:PARANOIA "@le 1" "id:100,phase:2,deny"</c></example>
internal sealed class Le(NumberOperand number) : Operator
{
    public NumberOperand Number { get; } = number;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => WholeNumber.Parse(value) <= Number.Get(context);
}
