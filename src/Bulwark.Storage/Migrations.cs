using System.Globalization;
using System.Reflection;
using Bulwark.Core;
using Microsoft.Data.Sqlite;

namespace Bulwark.Storage;

/// <summary>Brings a database's tables up to date; the number of the last migration is SQLite's own <c>user_version</c>.</summary>
internal static class Migrations
{
    private const string Folder = ".Migrations.";

    public static void Apply(SqliteConnection connection, string path, Assembly assembly)
    {
        var known = Read(assembly);
        var version = Version(connection);
        if (version > known.Count)
        {
            throw new OperatorException(
                $"The database {path} was made by a newer bulwark (schema {version}, this program knows {known.Count}). Run that one, or restore a backup.");
        }

        while (version < known.Count)
            version = ApplyNext(connection, known);
    }

    // The version is read again inside the transaction, which holds the write lock: another process may have been faster.
    private static int ApplyNext(SqliteConnection connection, List<string> known)
    {
        using var transaction = connection.BeginTransaction();
        var version = Version(connection);
        if (version >= known.Count)
            return version;

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // migrations are resources of the program, the version a number
        command.CommandText = known[version] + string.Create(CultureInfo.InvariantCulture, $"\nPRAGMA user_version = {version + 1};");
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        transaction.Commit();
        return version + 1;
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static List<string> Read(Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return [.. names.Select(name => ReadText(assembly, name))];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
