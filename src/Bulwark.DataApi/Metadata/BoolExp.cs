namespace Bulwark.DataApi.Metadata;

/// <summary>
/// A condition on a row: the meaning of a permission's filter or check, and of a client's <c>where</c>. Names have been resolved and values have
/// been coerced; what is left is either true, false or (as in SQL, where a column is null) unknown.
/// </summary>
internal abstract record BoolExp
{
    /// <summary>Holds for every row: <c>{}</c>.</summary>
    public static BoolExp True { get; } = new And([]);

    /// <summary>All hold; none at all is true.</summary>
    internal sealed record And(IReadOnlyList<BoolExp> Parts) : BoolExp;

    /// <summary>At least one holds; none at all is false.</summary>
    internal sealed record Or(IReadOnlyList<BoolExp> Parts) : BoolExp;

    /// <summary>The opposite holds.</summary>
    internal sealed record Not(BoolExp Part) : BoolExp;

    /// <summary>A column against a value.</summary>
    internal sealed record Compare(Column Column, Comparison Comparison, Operand Value) : BoolExp;

    /// <summary>A column is one of some values, or with <paramref name="IsNegated"/> none of them.</summary>
    internal sealed record In(Column Column, IReadOnlyList<Operand> Values, bool IsNegated) : BoolExp;

    /// <summary>As <see cref="In"/>, with all values in one operand: a JSON array.</summary>
    internal sealed record InList(Column Column, Operand Values, bool IsNegated) : BoolExp;

    /// <summary>A column is null, or with <paramref name="IsNegated"/> is not.</summary>
    internal sealed record IsNull(Column Column, bool IsNegated) : BoolExp;

    /// <summary>At the other end of a relationship is a row for which <paramref name="Condition"/> holds.</summary>
    internal sealed record Exists(Relationship Relationship, BoolExp Condition) : BoolExp;
}
