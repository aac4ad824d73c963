using System.Collections.Concurrent;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;

namespace Bulwark.Identity.Storage;

/// <summary>The issuer's database <c>db/identity.db</c>: one writer, short transactions; readers beside it.</summary>
internal sealed class IdentityDatabase(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteDatabase? _database;
    private SqliteConnection? _writer;

    /// <summary>Opens the file and brings its tables up to date. The tier calls it when it starts, under its lock.</summary>
    /// <exception cref="Core.OperatorException">The file is damaged, cannot be written, or is newer than this program.</exception>
    public void Open()
    {
        _database = SqliteDatabase.Open(path, typeof(IdentityDatabase).Assembly);
        _writer = _database.OpenWriter();
    }

    /// <summary>Reads what is committed. A look-up takes microseconds, so it stays on the caller's thread.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        if (!_readers.TryTake(out var reader))
            reader = Opened(_database).OpenReader();

        try
        {
            return query(reader);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    /// <summary>Makes a change in one transaction. When the task is done, the change is on disk.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> change)
    {
        await _turn.WaitAsync();
        try
        {
            return await Task.Run(() => Commit(Opened(_writer), change));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
            reader.Dispose();

        _writer?.Dispose();
        _turn.Dispose();
    }

    private static T Commit<T>(SqliteConnection writer, Func<SqliteConnection, T> change)
    {
        using var transaction = writer.BeginTransaction();
        var result = change(writer);
        transaction.Commit();
        return result;
    }

    private static T Opened<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException("The identity database is not open yet");
}
