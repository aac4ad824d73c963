using System.Collections.Concurrent;
using Bulwark.DataApi.Sql;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulwark.DataApi.Execution;

/// <summary>The connections to the data API's database: some that read, side by side, and one that writes.</summary>
internal sealed class DataStore(string path, LimitOptions limits, TimeProvider time) : IDisposable
{
    // SQLITE_LIMIT_LENGTH (sqlite3.h): the longest text that a statement may make on the way to its answer.
    private const int LimitLength = 0;

    // Of SQLite's virtual machine: some 100 us.
    private const int InstructionsBetweenChecks = 10_000;

    private readonly ConcurrentBag<StoreConnection> _readers = [];
    private readonly SemaphoreSlim _readerTurns = new(limits.Readers, limits.Readers);
    private readonly SemaphoreSlim _writerTurn = new(1, 1);
    private SqliteDatabase? _database;
    private StoreConnection? _writer;

    private SqliteDatabase Database => _database ?? throw new InvalidOperationException("The database is not open yet");

    private TimeSpan Timeout => TimeSpan.FromSeconds(limits.TimeoutSeconds);

    /// <summary>Opens the file and brings its tables up to date. The tier calls it when it starts, under its lock.</summary>
    /// <exception cref="Core.OperatorException">The file is damaged, cannot be written, or is newer than this program.</exception>
    public void Open() => _database = SqliteDatabase.Open(path, typeof(DataStore).Assembly);

    /// <summary>Runs reads in one transaction, so that they all see the same data.</summary>
    /// <exception cref="TimeoutException">It took longer than the limit.</exception>
    /// <exception cref="SqliteException">The database failed.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        await EnterAsync(_readerTurns, deadline.Token, cancellationToken);
        try
        {
            var connection = _readers.TryTake(out var known) ? known : OpenReader();
            var answer = Run(connection, "BEGIN", work, deadline.Token, cancellationToken);
            _readers.Add(connection);
            return answer;
        }
        finally
        {
            _readerTurns.Release();
        }
    }

    /// <summary>Runs writes in one transaction. It is committed when <paramref name="work"/> says so; otherwise nothing of it remains.</summary>
    /// <exception cref="TimeoutException">It took longer than the limit.</exception>
    /// <exception cref="SqliteException">The database failed; nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
        where T : ITransactionResult
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        await EnterAsync(_writerTurn, deadline.Token, cancellationToken);
        try
        {
            var connection = _writer ?? OpenWriter();
            _writer = null;
            var answer = Run(connection, "BEGIN IMMEDIATE", work, deadline.Token, cancellationToken);
            _writer = connection;
            return answer;
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
            reader.Sqlite.Dispose();

        _writer?.Sqlite.Dispose();
        _readerTurns.Dispose();
        _writerTurn.Dispose();
    }

    private static async Task EnterAsync(SemaphoreSlim turns, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            await turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("No connection became free in time", e);
        }
    }

    // A connection that failed is closed, not reused: closing it also undoes what it had begun.
    private static T Run<T>(
        StoreConnection store, string begin, Func<SqliteConnection, T> work, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var (connection, stop) = store;
        try
        {
            stop.Follow(deadline, cancellationToken);

            // Asked again and again while statements run, so the deadline also holds for the one that starts just after it.
            raw.sqlite3_progress_handler(connection.Handle, InstructionsBetweenChecks, _ => stop.IsSet ? 1 : 0, null);
            connection.Run(begin);
            var answer = work(connection);
            connection.Run(answer is ITransactionResult { IsCommitted: false } ? "ROLLBACK" : "COMMIT");
            raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
            return answer;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("The statements took too long", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private StoreConnection OpenReader() => Prepare(Database.OpenReader());

    private StoreConnection OpenWriter() => Prepare(Database.OpenWriter());

    private StoreConnection Prepare(SqliteConnection connection)
    {
        // The library waits for a busy database by itself; this bounds it in seconds.
        connection.DefaultTimeout = Math.Min(5, limits.TimeoutSeconds);
        raw.sqlite3_limit(connection.Handle, LimitLength, limits.ResponseBytes);
        var stop = new StopSignal();
        LikeFunctions.Register(connection, stop);
        return new StoreConnection(connection, stop);
    }
}
