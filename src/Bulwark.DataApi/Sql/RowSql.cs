using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Sql;

/// <summary>Writes the expression that gives a row's JSON object as text. SQLite puts the answer together; it is never parsed again.</summary>
internal static class RowSql
{
    /// <summary>The most arguments of one <c>concat</c>; SQLite takes a thousand.</summary>
    private const int MaxArguments = 200;

    /// <summary>The object of the row that <paramref name="alias"/> stands for.</summary>
    public static string Write(SqlScope scope, IReadOnlyList<OutputField> fields, string alias)
    {
        var parts = new List<string>();
        var text = "{";
        foreach (var field in fields)
        {
            text += $"\"{field.ResponseName}\":";
            if (field is OutputField.TypeName typeName)
            {
                text += $"\"{typeName.Name}\",";
                continue;
            }

            parts.Add(SqlScope.Literal(text));
            parts.Add(WriteValue(scope, field, alias));
            text = ",";
        }

        parts.Add(SqlScope.Literal(text.TrimEnd(',') + "}"));
        return Concat(parts);
    }

    /// <summary>The columns that the object needs of its row.</summary>
    public static IEnumerable<string> Columns(IReadOnlyList<OutputField> fields) => fields
        .Select(field => field switch
        {
            OutputField.Value value => value.Column.Name,
            OutputField.Related related => related.Relationship.Column,
            _ => null,
        })
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    private static string WriteValue(SqlScope scope, OutputField field, string alias) => field switch
    {
        OutputField.Value { Column: { Type.IsBoolean: true } column } =>
            $"CASE {SqlScope.ColumnOf(alias, column.Name)} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END",
        OutputField.Value value => $"json_quote({SqlScope.ColumnOf(alias, value.Column.Name)})",
        OutputField.Related { Node: var node, Relationship: var relationship } =>
            $"ifnull(({SelectSql.Write(scope, node, target => BoolExpSql.JoinOf(relationship, alias, target))}), 'null')",
        _ => throw new InvalidOperationException($"There is no SQL for {field}"),
    };

    private static string Concat(List<string> parts) => parts.Count <= MaxArguments
        ? $"concat({string.Join(", ", parts)})"
        : Concat([.. parts.Chunk(MaxArguments).Select(chunk => Concat([.. chunk]))]);
}
