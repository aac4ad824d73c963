using System.Collections.Concurrent;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Streams;

/// <summary>
/// The one writer. It takes what has queued up, gives positions, runs one transaction, commits it to disk, publishes it to memory in order
/// and then answers the callers: throughput does not depend on how long the disk takes, and nothing is answered before its commit.
/// </summary>
internal sealed class EventLog(HomeserverDatabase database, EventStream stream, ILogger<EventLog> log) : IDisposable
{
    /// <summary>Writes that wait; more are refused.</summary>
    public const int QueueLimit = 8_192;

    private const int MaxBatch = 512;

    private readonly BlockingCollection<LogWrite> _queue = new(QueueLimit);
    private PreparedConnection? _connection;
    private Thread? _thread;
    private long _position;

    /// <summary>Opens the writer and begins where the log on disk ends.</summary>
    public void Start()
    {
        _connection = database.OpenWriter();
        _position = (long)_connection.Scalar("SELECT max(position, (SELECT ifnull(max(position), 0) FROM events)) FROM log")!;
        stream.Start(_position);
        _thread = new Thread(Run) { IsBackground = true, Name = "homeserver event log" };
        _thread.Start();
    }

    /// <summary>How many writes wait for their turn.</summary>
    public int Queued => _queue.Count;

    /// <summary>Queues a write without waiting; false when the queue is full or the tier is stopping.</summary>
    public bool TryEnqueue(LogWrite write)
    {
        try
        {
            return _queue.TryAdd(write);
        }
        catch (InvalidOperationException) when (_queue.IsAddingCompleted)
        {
            return false;
        }
    }

    /// <summary>Writes rows that belong to no room and waits until they are on disk.</summary>
    /// <param name="apply">Does the writing; runs again when the batch that it was in failed.</param>
    /// <param name="publish">Shows the result to memory.</param>
    /// <exception cref="LogBusyException">The queue is full.</exception>
    /// <exception cref="StorageFullException">There is no space.</exception>
    public async Task<T> WriteAsync<T>(Func<LogTransaction, T> apply, Action<T, StreamBatch>? publish = null)
    {
        var write = new LogWriteOf<T>(apply, publish);
        if (!TryEnqueue(write))
            throw new LogBusyException();

        await write.Done;
        return write.Result!;
    }

    /// <summary>Writes what is queued, then ends.</summary>
    public void Stop()
    {
        _queue.CompleteAdding();
        _thread?.Join();
        _connection?.Dispose();
        _connection = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Stop();
        _queue.Dispose();
    }

    private void Run()
    {
        var batch = new List<LogWrite>(MaxBatch);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxBatch && _queue.TryTake(out var next))
                batch.Add(next);

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<LogWrite> batch)
    {
        var live = DropVoid(batch);
        if (live.Count == 0 || TryCommit(live) is not { } failure)
            return;

        if (live.Count == 1)
        {
            Refuse(live[0], failure);
            return;
        }

        // One bad write must not take the others with it: each is tried alone, in order.
        foreach (var write in live)
            Write([write]);
    }

    private static List<LogWrite> DropVoid(List<LogWrite> batch)
    {
        foreach (var write in batch.Where(write => write.IsVoid))
            write.Fail(new WriteVoidedException());

        return batch.FindAll(write => !write.IsVoid);
    }

#pragma warning disable CA1031 // whatever a write throws, it is that write's failure and not the end of the log
    private Exception? TryCommit(List<LogWrite> writes)
    {
        try
        {
            var transaction = new LogTransaction(_connection!, _position);
            _connection!.InTransaction(() =>
            {
                foreach (var write in writes)
                    write.Apply(transaction);

                transaction.Execute("UPDATE log SET position = $1", transaction.Position);
            });
            _position = transaction.Position;
        }
        catch (Exception e)
        {
            return e;
        }

        Publish(writes);
        return null;
    }

    private void Publish(List<LogWrite> writes)
    {
        var batch = new StreamBatch();
        foreach (var write in writes)
        {
            try
            {
                write.Publish(batch);
            }
            catch (Exception e)
            {
                // It is on disk, so it happened; the room and the window are read from there again.
                Log.PublishFailed(log, e);
                write.Fault();
                stream.Forget(_position);
            }
        }

        stream.Publish(batch, _position);
        foreach (var write in writes)
            write.Complete();
    }
#pragma warning restore CA1031

    private void Refuse(LogWrite write, Exception failure)
    {
        Log.CommitFailed(log, failure, failure.Message);
        write.Fault();
        write.Fail(failure is SqliteException sqlite && SqliteDatabase.IsDiskProblem(sqlite) ? new StorageFullException(failure) : failure);
    }
}
