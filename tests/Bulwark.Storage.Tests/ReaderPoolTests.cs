using Bulwark.Testing;

namespace Bulwark.Storage.Tests;

public sealed class ReaderPoolTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ReaderPool _pool;

    public ReaderPoolTests() =>
        _pool = new ReaderPool(SqliteDatabase.Open(_directory["pool.db"], typeof(ReaderPoolTests).Assembly), size: 1);

    public void Dispose()
    {
        _pool.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Lets_a_second_reader_wait_for_the_first()
    {
        using var release = new ManualResetEventSlim();
        var isInside = new TaskCompletionSource<PreparedConnection>();
        var first = Task.Run(() => _pool.ReadAsync(
            connection =>
            {
                isInside.SetResult(connection);
                Assert.True(release.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
                return connection;
            },
            TestContext.Current.CancellationToken).AsTask());
        var used = await isInside.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var second = _pool.ReadAsync(connection => connection, TestContext.Current.CancellationToken).AsTask();

        Assert.False(second.IsCompleted);
        release.Set();
        Assert.Same(used, await first);
        Assert.Same(used, await second);
    }

    [Fact]
    public async Task Gives_the_next_reader_a_new_connection_after_a_failure()
    {
        PreparedConnection? failed = null;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _pool.ReadAsync<int>(
            connection =>
            {
                failed = connection;
                throw new InvalidOperationException("No answer");
            },
            TestContext.Current.CancellationToken).AsTask());

        Assert.NotSame(failed, await _pool.ReadAsync(connection => connection, TestContext.Current.CancellationToken));
        Assert.Equal(1L, await _pool.ReadAsync(connection => connection.Scalar("SELECT 1"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Never_writes()
    {
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => _pool.ReadAsync(
            connection => connection.Execute("CREATE TABLE t (x)"), TestContext.Current.CancellationToken).AsTask());
    }
}
