using System.Globalization;
using Bulwark.Core;
using Bulwark.Testing;
using Microsoft.Data.Sqlite;

namespace Bulwark.Storage.Tests;

public sealed class SqliteDatabaseTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory["test.db"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Applies_its_migrations_in_order_and_once()
    {
        Open();
        var database = Open();

        using var reader = database.OpenReader();
        Assert.Equal("2", Scalar(reader, "PRAGMA user_version"));
        Assert.Equal("1", Scalar(reader, "SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task Applies_its_migrations_once_when_several_open_it_together()
    {
        using var start = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Open();
        })));

        using var reader = Open().OpenReader();
        Assert.Equal("1", Scalar(reader, "SELECT count(*) FROM notes"));
    }

    [Fact]
    public void Refuses_a_database_of_a_newer_program()
    {
        using (var writer = Open().OpenWriter())
            Execute(writer, "PRAGMA user_version = 3");

        var e = Assert.Throws<OperatorException>(Open);

        Assert.Equal(
            $"The database {Path} was made by a newer bulwark (schema 3, this program knows 2). Run that one, or restore a backup.", e.Message);
    }

    [Fact]
    public void Says_that_a_file_is_no_database_and_leaves_it_alone()
    {
        var content = new byte[8192];
        Array.Fill(content, (byte)'x');
        File.WriteAllBytes(Path, content);

        var e = Assert.Throws<OperatorException>(Open);

        Assert.Equal(
            $"The database {Path} is damaged (SQLite Error 26: 'file is not a database'.) Nothing was changed: move the file aside and put a backup in its place.",
            e.Message);
        Assert.Equal(content, File.ReadAllBytes(Path));
    }

    [Fact]
    public void Says_that_a_page_is_damaged()
    {
        using (var writer = Open().OpenWriter())
            Execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
        using (var file = new FileStream(Path, FileMode.Open))
        {
            // The first page holds the schema; its header stays, so that it still looks like a database.
            file.Position = 100;
            file.Write(new byte[3900]);
        }

        var e = Assert.Throws<OperatorException>(Open);

        Assert.Equal(
            $"The database {Path} is damaged (SQLite Error 11: 'database disk image is malformed'.) Nothing was changed: move the file aside and put a backup in its place.",
            e.Message);
    }

    [Fact]
    public void Says_that_the_folder_is_missing()
    {
        var e = Assert.Throws<OperatorException>(() => SqliteDatabase.Open("/nonexistent/test.db", typeof(SqliteDatabaseTests).Assembly));

        Assert.StartsWith("The file /nonexistent/test.db cannot be written: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_its_files_to_their_owner()
    {
        File.WriteAllBytes(Path, []);
        File.SetUnixFileMode(Path, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var writer = Open().OpenWriter();
        Execute(writer, "INSERT INTO notes (text) VALUES ('x')");

        Assert.Equal(
            [Path, Path + "-shm", Path + "-wal"], Directory.GetFiles(_directory.Path).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(Directory.GetFiles(_directory.Path), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA synchronous", "2")]
    [InlineData("PRAGMA foreign_keys", "1")]
    public void Commits_durably(string pragma, string expected)
    {
        using var writer = Open().OpenWriter();

        Assert.Equal(expected, Scalar(writer, pragma));
    }

    [Fact]
    public void Checks_foreign_keys()
    {
        using var writer = Open().OpenWriter();

        var e = Assert.Throws<SqliteException>(() => Execute(writer, "INSERT INTO notes (text, author) VALUES ('x', 'nobody')"));

        Assert.Equal("SQLite Error 19: 'FOREIGN KEY constraint failed'.", e.Message);
        Assert.False(SqliteDatabase.IsDiskProblem(e));
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var reader = Open().OpenReader();

        Assert.Equal(8, Assert.Throws<SqliteException>(() => Execute(reader, "INSERT INTO notes (text) VALUES ('x')")).SqliteErrorCode);
    }

    [Fact]
    public void A_reader_does_not_wait_for_the_writer()
    {
        var database = Open();
        using var writer = database.OpenWriter();
        using var transaction = writer.BeginTransaction();
        Execute(writer, "INSERT INTO notes (text) VALUES ('not yet committed')");

        using var reader = database.OpenReader();
        Assert.Equal("1", Scalar(reader, "SELECT count(*) FROM notes"));

        transaction.Commit();
        Assert.Equal("2", Scalar(reader, "SELECT count(*) FROM notes"));
    }

    [Fact]
    public void A_full_disk_is_told_apart_and_loses_nothing_that_was_committed()
    {
        var database = Open();
        using var writer = database.OpenWriter();
        Execute(writer, "INSERT INTO notes (text) VALUES ('before')");
        Scalar(writer, "PRAGMA max_page_count = 6");

        var e = Assert.Throws<SqliteException>(() => Execute(writer, "INSERT INTO notes (text) VALUES (hex(randomblob(50000)))"));

        Assert.True(SqliteDatabase.IsDiskProblem(e));
        using var reader = database.OpenReader();
        Assert.Equal("2", Scalar(reader, "SELECT count(*) FROM notes"));
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(Path, typeof(SqliteDatabaseTests).Assembly);

    private static string? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // statements of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql) => _ = Scalar(connection, sql);
}
