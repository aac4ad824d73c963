using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Ends what takes its answers too slowly. The server's own minimum rate gives time for each byte that it could write, to buffers of the kernel too, so that an answer of a few MiB
/// may take hours. Here counts what the client has taken: of a connection what its kernel acknowledged, of an answer over HTTP/2 what its flow control let through. One timer serves
/// all; a look costs one system call, and no request pays for it.
/// </summary>
public sealed class SlowReaderWatch : IDisposable
{
    /// <summary>Each line of the log stands for all of this time.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    /// <summary>So many times its patience an answer may wait on a line that is full and moves on.</summary>
    private const int LongestExcuse = 15;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger<SlowReaderWatch> _log;
    private readonly IntervalCount _unlogged;
    private readonly Lock _lock = new();
    private readonly LinkedList<ReadingConnection> _connections = new();
    private readonly ITimer _timer;

    /// <summary>Begins to watch.</summary>
    public SlowReaderWatch(TimeProvider time, ILogger<SlowReaderWatch> log)
    {
        _time = time;
        _log = log;
        _unlogged = new IntervalCount(LogInterval, time);
        _timer = time.CreateTimer(static watch => ((SlowReaderWatch)watch!).Look(), this, Step, Step);
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    internal ReadingConnection Add(ConnectionContext connection, TimeSpan patience, int bytesPerSecond)
    {
        var ticks = (long)(patience.TotalSeconds * _time.TimestampFrequency);
        var reading = new ReadingConnection(connection, ticks, (long)(patience.TotalSeconds * bytesPerSecond));
        lock (_lock)
            Enqueue(reading);
        return reading;
    }

    internal void Remove(ReadingConnection reading)
    {
        lock (_lock)
        {
            if (reading.Node.List is not null)
                _connections.Remove(reading.Node);
        }
    }

    internal long GetTimestamp() => _time.GetTimestamp();

    private void Look()
    {
        var now = _time.GetTimestamp();
        while (LookAtNext(now))
        {
            // Each look takes the lock anew, so that nobody waits for all of them.
        }
    }

    /// <summary>Whose turn it is stands first. After a change of settings a turn may come as late as that of those before.</summary>
    private bool LookAtNext(long now)
    {
        lock (_lock)
        {
            // Under the lock, for a connection that has left the list goes back to the server and is not ours to touch.
            if (_connections.First is not { } first || first.Value.NextLook > now)
                return false;

            _connections.Remove(first);
            var reading = first.Value;
            reading.Look(now);

            // A hundred small answers at once on a slow line take their time, and each of them waits for the others. Not for ever: who takes some could leave the rest there.
            var begun = now - (reading.IsLineBusy ? reading.Patience * (LongestExcuse - 1) : 0);
            var ended = reading.EndSlowAnswers(begun);
            if (ended > 0)
                Metrics.CountSlowReaders("answer", ended);

            // An answer that the server has done with cannot be ended alone. One that could may have been what held it up.
            if (reading.IsTooSlow || (ended == 0 && reading.Streams?.HasLate(begun) == true))
                End(reading);
            else
                Enqueue(reading);
            return true;
        }
    }

    private void End(ReadingConnection reading)
    {
        Metrics.CountSlowReaders("connection", 1);
        if (_unlogged.TryTake(out var count))
            Log.SlowReader(_log, reading.Connection.Features.Get<ClientAddress>()!.Address, count);
        reading.Abort();
    }

    private void Enqueue(ReadingConnection reading)
    {
        reading.NextLook = _time.GetTimestamp() + (reading.Patience / 4);
        _connections.AddLast(reading.Node);
    }
}
