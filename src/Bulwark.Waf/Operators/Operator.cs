namespace Bulwark.Waf.Operators;

/// <summary>An operator (<c>@contains</c>): asks one question of one value.</summary>
/// <remarks>Immutable once built; used by all threads at once. Negation (<c>!@contains</c>) is not its business.</remarks>
internal abstract class Operator
{
    /// <summary>Whether the value matches. When it does and <paramref name="context"/> wants captures, they are left there.</summary>
    public abstract bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value);
}
