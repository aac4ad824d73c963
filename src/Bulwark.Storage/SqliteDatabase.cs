using System.Reflection;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Microsoft.Data.Sqlite;

namespace Bulwark.Storage;

/// <summary>
/// One SQLite file: write-ahead log, <c>synchronous=FULL</c> (a commit is on disk before it is acknowledged), foreign keys checked, mode 0600.
/// Opening it brings its tables up to date.
/// </summary>
public sealed class SqliteDatabase
{
    private const int SqliteFull = 13;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;
    private const int SqliteIoError = 10;

    // The binding repeats a busy statement for this long; SQLite's own busy_timeout would come on top.
    private const int BusySeconds = 5;

    private readonly string _writer;
    private readonly string _reader;

    private SqliteDatabase(string path)
    {
        Path = path;
        _writer = ConnectionString(SqliteOpenMode.ReadWriteCreate);
        _reader = ConnectionString(SqliteOpenMode.ReadWrite);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, makes it if it is missing, and runs the migrations that it has not seen.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="migrations">
    /// The assembly that embeds the migrations as resources <c>*.Migrations.0001_name.sql</c>, <c>0002_...</c>: applied in order, each in a
    /// transaction of its own, never edited once released.
    /// </param>
    /// <exception cref="OperatorException">The file is damaged, is no database, cannot be written, or is newer than this program.</exception>
    public static SqliteDatabase Open(string path, Assembly migrations)
    {
        var database = new SqliteDatabase(path);
        try
        {
            CreateClosedFile(path);
            using var connection = database.OpenWriter();
            UseWriteAheadLog(connection, path);
            Migrations.Apply(connection, path, migrations);
            return database;
        }
        catch (SqliteException e)
        {
            throw new OperatorException(Explain(path, e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The database {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>A connection for writing. SQLite has one writer at a time; whoever waits for it waits up to 5 s.</summary>
    public SqliteConnection OpenWriter() => OpenConnection(_writer, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");

    /// <summary>A connection that can only read. Readers never wait for the writer.</summary>
    public SqliteConnection OpenReader() => OpenConnection(_reader, "PRAGMA query_only=ON;");

    /// <summary>True when a write failed because the disk, or the file's allowance, is full, or the disk itself failed.</summary>
    public static bool IsDiskProblem(SqliteException exception) => exception.SqliteErrorCode is SqliteFull or SqliteIoError;

    private static SqliteConnection OpenConnection(string connectionString, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a constant of this class
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The mode is kept in the file, so it is set once. SQLite does not fail where it cannot have it; it answers with the mode that stayed.
    private static void UseWriteAheadLog(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw new OperatorException(
                $"The database {path} cannot have a write-ahead log: its file system lacks shared memory. Put the data directory on a local disk.");
        }
    }

    // SQLite gives its -wal and -shm files the mode of the database file.
    private static void CreateClosedFile(string path)
    {
        if (!File.Exists(path))
            PrivateFile.CreateIfMissing(path, []);

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>What an operator is told of a failure.</summary>
    public static string Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteCorrupt or SqliteNotADatabase =>
            $"The database {path} is damaged ({e.Message}) Nothing was changed: move the file aside and put a backup in its place.",
        SqliteFull or SqliteIoError => $"The database {path} cannot be written: the disk is full or failing ({e.Message})",
        _ => $"The database {path} cannot be opened: {e.Message}",
    };

    // Pooling is off: connections are few and long, and a pooled one would keep the file open after its owner is gone.
    private string ConnectionString(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString();
}
