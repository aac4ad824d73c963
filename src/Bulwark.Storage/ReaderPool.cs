using System.Collections.Concurrent;

namespace Bulwark.Storage;

/// <summary>A few reading connections that requests share. A request that finds none free waits its turn.</summary>
public sealed class ReaderPool(SqliteDatabase database, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<PreparedConnection> _idle = [];

    /// <summary>Runs <paramref name="read"/> on a connection of the pool. It sees one state of the database only within a single statement.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<PreparedConnection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return Run(read);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();

        _free.Dispose();
    }

    private T Run<T>(Func<PreparedConnection, T> read)
    {
        if (!_idle.TryTake(out var connection))
            connection = new PreparedConnection(database.OpenReader());

        try
        {
            var result = read(connection);
            _idle.Add(connection);
            return result;
        }
        catch
        {
            // What state it is in is not known; the next reader gets a new one.
            connection.Dispose();
            throw;
        }
    }
}
