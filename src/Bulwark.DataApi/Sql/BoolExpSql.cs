using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Sql;

/// <summary>Writes a condition. Relationships become <c>EXISTS</c>.</summary>
internal static class BoolExpSql
{
    /// <summary>The condition on the row that <paramref name="alias"/> stands for.</summary>
    public static string Write(SqlScope scope, BoolExp condition, string alias) => condition switch
    {
        BoolExp.And and => Join(scope, and.Parts, alias, " AND ", "1"),
        BoolExp.Or or => Join(scope, or.Parts, alias, " OR ", "0"),
        BoolExp.Not not => $"NOT ({Write(scope, not.Part, alias)})",
        BoolExp.Compare compare => WriteComparison(scope, compare, alias),
        BoolExp.In list => $"{Column(alias, list.Column)} {Negation(list.IsNegated)}IN ({string.Join(", ", list.Values.Select(scope.Parameter))})",
        BoolExp.InList list => $"{Column(alias, list.Column)} {Negation(list.IsNegated)}IN (SELECT value FROM json_each({scope.Parameter(list.Values)}))",
        BoolExp.IsNull isNull => $"{Column(alias, isNull.Column)} IS {Negation(isNull.IsNegated)}NULL",
        BoolExp.Exists exists => WriteExists(scope, exists, alias),
        _ => throw new InvalidOperationException($"There is no SQL for {condition}"),
    };

    /// <summary>The condition that two rows are ends of one relationship.</summary>
    public static string JoinOf(Relationship relationship, string alias, string targetAlias) =>
        $"{SqlScope.ColumnOf(targetAlias, relationship.TargetColumn)} = {SqlScope.ColumnOf(alias, relationship.Column)}";

    private static string WriteExists(SqlScope scope, BoolExp.Exists exists, string alias)
    {
        var target = scope.NextAlias();
        var join = JoinOf(exists.Relationship, alias, target);
        return $"EXISTS (SELECT 1 FROM {SqlScope.Name(exists.Relationship.Table)} AS {target} WHERE {join} AND {Write(scope, exists.Condition, target)})";
    }

    private static string WriteComparison(SqlScope scope, BoolExp.Compare compare, string alias)
    {
        var column = Column(alias, compare.Column);
        var value = scope.Parameter(compare.Value);
        return compare.Comparison switch
        {
            Comparison.Equal => $"{column} = {value}",
            Comparison.NotEqual => $"{column} <> {value}",
            Comparison.Greater => $"{column} > {value}",
            Comparison.Less => $"{column} < {value}",
            Comparison.GreaterOrEqual => $"{column} >= {value}",
            Comparison.LessOrEqual => $"{column} <= {value}",
            Comparison.Like => $"{LikeFunctions.Like}({column}, {value})",
            Comparison.LikeIgnoringCase => $"{LikeFunctions.LikeIgnoringCase}({column}, {value})",
        };
    }

    // Joined as a balanced tree: SQLite bounds how deep an expression may nest, and a chain of a thousand conditions would.
    private static string Join(SqlScope scope, IReadOnlyList<BoolExp> parts, string alias, string separator, string empty) => parts switch
    {
        [] => empty,
        [var only] => Write(scope, only, alias),
        [var left, var right] => $"({Write(scope, left, alias)}{separator}{Write(scope, right, alias)})",
        _ => $"({Join(scope, [.. parts.Take(parts.Count / 2)], alias, separator, empty)}{separator}"
            + $"{Join(scope, [.. parts.Skip(parts.Count / 2)], alias, separator, empty)})",
    };

    private static string Column(string alias, Column column) => SqlScope.ColumnOf(alias, column.Name);

    private static string Negation(bool isNegated) => isNegated ? "NOT " : "";
}
