namespace Bulwark.Waf.Operators;

/// <summary><c>@unconditionalMatch</c>: every value matches.</summary>
internal sealed class UnconditionalMatch : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => true;
}
