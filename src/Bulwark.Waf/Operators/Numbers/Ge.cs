namespace Bulwark.Waf.Operators.Numbers;

/// <summary><c>@ge</c>: the value as a number is equal to or greater than the argument. A value that begins with no number counts as 0.</summary>
/// <example><c>SecRule TX:ANOMALY_SCORE "@ge %{tx.limit}" "id:100,phase:2,deny"</c></example>
internal sealed class Ge(NumberOperand number) : Operator
{
    public NumberOperand Number { get; } = number;

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => WholeNumber.Parse(value) >= Number.Get(context);
}
