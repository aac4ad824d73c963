using Bulwark.Testing;

namespace Bulwark.Storage.Tests;

public sealed class PreparedConnectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteDatabase _database;

    public PreparedConnectionTests()
    {
        _database = SqliteDatabase.Open(_directory["a.db"], typeof(PreparedConnectionTests).Assembly);
        using var writer = Writer();
        writer.Execute("CREATE TABLE papers (id INTEGER PRIMARY KEY, body TEXT) STRICT");
    }

    [Fact]
    public void Runs_the_same_statement_with_new_values()
    {
        using var writer = Writer();
        for (var i = 1; i <= 3; i++)
            Assert.Equal(1, writer.Execute("INSERT INTO papers (id, body) VALUES ($1, $2)", i, i == 2 ? null : $"note {i}"));

        Assert.Equal(["note 1", "", "note 3"], writer.Query("SELECT ifnull(body, '') FROM papers ORDER BY id", row => row.GetString(0)));
        Assert.Equal("note 3", writer.Scalar("SELECT body FROM papers WHERE id = $1", 3));
        Assert.Null(writer.Scalar("SELECT body FROM papers WHERE id = $1", 2));
        Assert.Null(writer.Scalar("SELECT body FROM papers WHERE id = $1", 4));
        Assert.Equal("note 1", writer.First("SELECT body FROM papers WHERE id = $1", row => row.GetString(0), 1));
        Assert.Null(writer.First("SELECT body FROM papers WHERE id = $1", row => row.GetString(0), 4));
    }

    [Fact]
    public void Commits_all_of_a_transaction_or_nothing()
    {
        using var writer = Writer();
        writer.InTransaction(() => writer.Execute("INSERT INTO papers (id) VALUES ($1)", 1));
        Assert.Throws<InvalidOperationException>(() => writer.InTransaction(() =>
        {
            writer.Execute("INSERT INTO papers (id) VALUES ($1)", 2);
            throw new InvalidOperationException();
        }));
        writer.InTransaction(() => writer.Execute("INSERT INTO papers (id) VALUES ($1)", 3));

        Assert.Equal([1L, 3L], writer.Query("SELECT id FROM papers ORDER BY id", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Readers_wait_their_turn_and_survive_a_failure()
    {
        using var pool = new ReaderPool(_database, 2);
        var cancellationToken = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(async () => await pool.ReadAsync(reader => reader.Scalar("SELECT * FROM nothing"), cancellationToken));
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(async () => await pool.ReadAsync(reader => reader.Execute("DELETE FROM papers"), cancellationToken));

        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => Task.Run(async () => await pool.ReadAsync(reader => (long)reader.Scalar("SELECT count(*) FROM papers")!, cancellationToken), cancellationToken)));
        Assert.All(counts, count => Assert.Equal(0, count));
    }

    public void Dispose() => _directory.Dispose();

    private PreparedConnection Writer() => new(_database.OpenWriter());
}
