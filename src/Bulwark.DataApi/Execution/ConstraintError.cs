using Bulwark.DataApi.Http;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Planning;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulwark.DataApi.Execution;

/// <summary>Says in Hasura's words which constraint of the database an insert violates. SQLite names columns where PostgreSQL names constraints.</summary>
internal static class ConstraintError
{
    /// <summary>The error to answer with; null when the failure is not about a constraint.</summary>
    public static GraphQLError? Find(SqliteException exception, InsertShape shape) => exception.SqliteExtendedErrorCode switch
    {
        raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE => Violation(
            shape, $"Uniqueness violation. duplicate key value violates unique constraint \"{UniqueName(exception, shape.Table)}\""),
        raw.SQLITE_CONSTRAINT_FOREIGNKEY => Violation(
            shape, $"Foreign key violation. insert or update on table \"{shape.Table.Name}\" violates foreign key constraint{ForeignName(shape.Table)}"),
        raw.SQLITE_CONSTRAINT_NOTNULL => Violation(
            shape, $"Not-NULL violation. null value in column \"{NullColumn(exception)}\" of relation \"{shape.Table.Name}\" violates not-null constraint"),
        raw.SQLITE_CONSTRAINT_CHECK => new GraphQLError(
            $"Check constraint violation. new row for relation \"{shape.Table.Name}\" violates check constraint \"{Detail(exception)}\"",
            shape.Path.ToString(),
            ErrorCode.PermissionError),
        _ => null,
    };

    private static GraphQLError Violation(InsertShape shape, string message) => new(message, shape.Path.ToString(), ErrorCode.ConstraintViolation);

    // "UNIQUE constraint failed: lists.id"; of several columns: "list_shares.list_id, list_shares.user_id".
    private static string UniqueName(SqliteException exception, Table table)
    {
        var columns = Detail(exception).Split(", ").Select(ColumnName).ToList();
        return table.UniqueKeys.FirstOrDefault(key => key.Columns.SequenceEqual(columns, StringComparer.Ordinal))?.Name ?? table.PrimaryKeyName;
    }

    // SQLite does not say which; a table with several foreign keys gets no name rather than a guessed one.
    private static string ForeignName(Table table) => table.ForeignKeys is [var only] ? $" \"{only.Name}\"" : "";

    private static string NullColumn(SqliteException exception) => ColumnName(Detail(exception));

    private static string ColumnName(string qualified) => qualified[(qualified.IndexOf('.', StringComparison.Ordinal) + 1)..];

    // "SQLite Error 19: 'NOT NULL constraint failed: lists.title'." -> "lists.title"
    private static string Detail(SqliteException exception)
    {
        const string Marker = "constraint failed: ";
        var start = exception.Message.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        return exception.Message[start..].TrimEnd('.').TrimEnd('\'');
    }
}
