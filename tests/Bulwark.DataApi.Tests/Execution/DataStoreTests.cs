using Bulwark.DataApi.Execution;
using Bulwark.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.DataApi.Tests.Execution;

public sealed class DataStoreTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c WHERE is_running(x)";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly DataStore _store;

    public DataStoreTests()
    {
        _store = new DataStore(_directory["data.db"], new LimitOptions { Readers = 1 }, _time);
        _store.Open();
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Ends_a_statement_that_takes_too_long_and_goes_on_with_the_next()
    {
        var running = new TaskCompletionSource();
        var slow = Task.Run(() => _store.ReadAsync(connection => RunEndless(connection, running), TestContext.Current.CancellationToken));
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => slow);
        Assert.Equal(5, await _store.ReadAsync(CountTables, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ends_the_statement_of_a_client_that_has_left()
    {
        using var client = new CancellationTokenSource();
        var running = new TaskCompletionSource();
        var slow = Task.Run(() => _store.ReadAsync(connection => RunEndless(connection, running), client.Token), TestContext.Current.CancellationToken);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await client.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => slow);
        Assert.Equal(5, await _store.ReadAsync(CountTables, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ends_a_pattern_that_takes_too_long_within_one_instruction_of_SQLite()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _store.ReadAsync(
            connection =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT pg_like(replace(hex(zeroblob(5000)), '0', 'a'), '%aaaab')";
                return command.ExecuteScalar();
            },
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Lets_a_request_wait_for_a_connection_no_longer_than_the_limit()
    {
        using var release = new ManualResetEventSlim();
        var running = new TaskCompletionSource();
        var slow = Task.Run(
            () => _store.ReadAsync(_ => running.TrySetResult() && release.Wait(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken));
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var waiting = _store.ReadAsync(CountTables, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        release.Set();
        Assert.True(await slow);
    }

    [Fact]
    public async Task Cannot_write_through_a_connection_that_reads()
    {
        var error = await Assert.ThrowsAsync<SqliteException>(() => _store.ReadAsync(
            connection =>
            {
                connection.Run("DELETE FROM teams");
                return true;
            },
            TestContext.Current.CancellationToken));

        Assert.Equal("SQLite Error 8: 'attempt to write a readonly database'.", error.Message);
    }

    private static int CountTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool RunEndless(SqliteConnection connection, TaskCompletionSource running)
    {
        connection.CreateFunction("is_running", (long _) => running.TrySetResult() || true);
        connection.Run(Endless);
        return true;
    }
}
