using System.Globalization;
using Bulwark.DataApi.Sql;
using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Execution;

/// <summary>The two ways in which SQL reaches the database.</summary>
internal static class ConnectionExtensions
{
    /// <summary>Runs a constant of our own.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>A compiled statement with its parameters bound.</summary>
    public static SqliteCommand Bind(this SqliteConnection connection, Statement statement, IReadOnlyList<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // made of names of the model and of parameters; SqlScope says how
        command.CommandText = statement.Text;
#pragma warning restore CA2100
        for (var i = 0; i < values.Count; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"$p{i}"), values[i] ?? DBNull.Value);

        return command;
    }
}
