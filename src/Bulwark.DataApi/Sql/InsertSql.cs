using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Sql;

/// <summary>
/// Writes an insert whose first returned column says whether the role's check holds of the row (1 or 0), and whose others are the JSON objects that
/// were asked for. Check and answer read the row as it stands in the table, so defaults and presets are in it.
/// </summary>
internal static class InsertSql
{
    /// <summary>The statement of a mutation field; there is none for no rows.</summary>
    public static Statement? Compile(InsertNode node)
    {
        if (node.Rows.Count == 0)
            return null;

        var scope = new SqlScope();
        var table = node.Table.Table;
        var name = SqlScope.Name(table.Name);
        var columns = string.Join(", ", table.Columns.Select(column => SqlScope.Name(column.Name)));
        var rows = string.Join(", ", node.Rows.Select(row => $"({Row(scope, table, row)})"));
        var check = $"CASE WHEN {BoolExpSql.Write(scope, node.Table.Insert!.Check, name)} THEN 1 ELSE 0 END";
        var returning = node.Answers.OfType<InsertAnswer.Returning>().Select(answer => ", " + RowSql.Write(scope, answer.Fields, name));
        return new Statement($"INSERT INTO {name} ({columns}) VALUES {rows} RETURNING {check}{string.Concat(returning)}", scope.Parameters);
    }

    // SQLite has no DEFAULT among values, and rows may leave out different columns: so the default itself stands there.
    private static string Row(SqlScope scope, Table table, IReadOnlyDictionary<string, Operand> row) =>
        string.Join(", ", table.Columns.Select(column =>
            row.TryGetValue(column.Name, out var value) ? scope.Parameter(value) : column.Default ?? "NULL"));
}
