using System.Globalization;
using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Sql;

/// <summary>
/// Writes a select whose one value is the answer's JSON text: a list, or for a single row an object (no row, no value). Everything below it,
/// however deep, is part of the same statement.
/// </summary>
internal static class SelectSql
{
    /// <summary>The statement of a root field.</summary>
    public static Statement Compile(SelectNode node)
    {
        var scope = new SqlScope();
        return new Statement(Write(scope, node, join: null), scope.Parameters);
    }

    /// <summary>The select of a node.</summary>
    /// <param name="scope">The statement that it is part of.</param>
    /// <param name="node">What is read.</param>
    /// <param name="join">Given the alias of the table, ties its rows to the row above; null at the root.</param>
    public static string Write(SqlScope scope, SelectNode node, Func<string, string>? join)
    {
        var alias = scope.NextAlias();
        var where = BoolExpSql.Write(scope, node.Where, alias);
        var condition = join is null ? where : $"{join(alias)} AND {where}";
        var source = $"{SqlScope.Name(node.Table.Name)} AS {alias} WHERE {condition}";
        return node.IsSingle
            ? $"SELECT {RowSql.Write(scope, node.Fields, alias)} FROM {source} LIMIT 1"
            : WriteList(scope, node, alias, source);
    }

    // The rows are filtered, ordered and cut first; only what is left is made into JSON, with all that hangs below it.
    private static string WriteList(SqlScope scope, SelectNode node, string alias, string source)
    {
        var columns = RowSql.Columns(node.Fields).Select(column => SqlScope.ColumnOf(alias, column)).DefaultIfEmpty("1");
        var rows = $"SELECT {string.Join(", ", columns)} FROM {source}{OrderBy(scope, node, alias)}{Limit(scope, node)}";
        return $"SELECT concat('[', group_concat({RowSql.Write(scope, node.Fields, alias)}, ','), ']') FROM ({rows}) AS {alias}";
    }

    private static string OrderBy(SqlScope scope, SelectNode node, string alias)
    {
        if (node.OrderBy.Count == 0)
            return "";

        return " ORDER BY " + string.Join(", ", node.OrderBy.Select(item =>
            $"{Key(scope, item, alias)} {(item.IsDescending ? "DESC" : "ASC")} NULLS {(item.NullsFirst ? "FIRST" : "LAST")}"));
    }

    // A row that the role does not see at the other end counts as none.
    private static string Key(SqlScope scope, OrderItem item, string alias)
    {
        if (item.Way is not [var (relationship, filter), ..])
            return SqlScope.ColumnOf(alias, item.Column.Name);

        var target = scope.NextAlias();
        var rest = item with { Way = [.. item.Way.Skip(1)] };
        return $"(SELECT {Key(scope, rest, target)} FROM {SqlScope.Name(relationship.Table)} AS {target} "
            + $"WHERE {BoolExpSql.JoinOf(relationship, alias, target)} AND {BoolExpSql.Write(scope, filter, target)} LIMIT 1)";
    }

    // In SQLite a negative limit is none, and an offset cannot stand alone.
    private static string Limit(SqlScope scope, SelectNode node)
    {
        var roleLimit = node.Table.Select!.Limit?.ToString(CultureInfo.InvariantCulture);
        var limit = (node.Limit, roleLimit) switch
        {
            (null, null) => node.Offset is null ? null : "-1",
            (null, _) => roleLimit,
            ({ } own, null) => $"ifnull({scope.Parameter(own)}, -1)",
            ({ } own, _) => $"min(ifnull({scope.Parameter(own)}, {roleLimit}), {roleLimit})",
        };
        var offset = node.Offset is null ? "" : $" OFFSET ifnull({scope.Parameter(node.Offset)}, 0)";
        return limit is null ? "" : $" LIMIT {limit}{offset}";
    }
}
