using System.Net.Sockets;
using Bulwark.Proxy.Http2;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bulwark.Proxy.Limits;

/// <summary>A connection and how its client takes what is sent on it.</summary>
internal sealed class ReadingConnection
{
    /// <summary>So much waits for the line, and is taken between two looks, where it is the line that is slow and not its user.</summary>
    private const int Busy = 4 * 1024;

    private readonly Socket? _socket;
    private readonly long _quota;
    private readonly Lock _lock = new();
    private readonly List<PacedStream> _stalled = [];
    private long _since;
    private long _goal;
    private long _ackedBefore;

    /// <param name="connection">As it was accepted.</param>
    /// <param name="patience">For how long it may be too slow, in ticks of the clock.</param>
    /// <param name="quota">Bytes that it has to take within that time.</param>
    public ReadingConnection(ConnectionContext connection, long patience, long quota)
    {
        Connection = connection;
        Patience = patience;
        _quota = quota;
        _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        Node = new LinkedListNode<ReadingConnection>(this);
        if (_socket is not null)
            TcpProgress.BoundBacklog(_socket);
    }

    public ConnectionContext Connection { get; }

    public long Patience { get; }

    /// <summary>Timestamp of the next look at it.</summary>
    public long NextLook { get; set; }

    /// <summary>Its streams, if it speaks HTTP/2.</summary>
    public Http2Streams? Streams { get; set; }

    /// <summary>Its place among all.</summary>
    public LinkedListNode<ReadingConnection> Node { get; }

    /// <summary>True when something has waited for the client all the time, and it has not taken what it had to of that.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>
    /// True when its line is full and moves on: then its answers wait for each other, and none of them for a window that its client keeps shut. Where windows are shut, nothing waits for
    /// the line.
    /// </summary>
    public bool IsLineBusy { get; private set; }

    /// <summary>Asks the kernel how things are. By one thread at a time.</summary>
    public void Look(long now)
    {
        (IsTooSlow, IsLineBusy) = (false, false);
        if (_socket is null || !TcpProgress.TryRead(_socket, out var acked, out var waiting))
            return;

        IsLineBusy = waiting >= Busy && acked - _ackedBefore >= Busy;
        _ackedBefore = acked;
        if (acked < _goal)
        {
            IsTooSlow = now - _since >= Patience;
            return;
        }

        // What is written from now on does not count: of a talk in small pieces some piece is always under way.
        (_since, _goal) = (now, acked + Math.Min(waiting, _quota));
    }

    /// <summary>Closes it at once: what the kernel still holds for such a client is thrown away with it.</summary>
    public void Abort()
    {
        if (_socket is not null)
            TryLetGo(_socket);
        Connection.Abort(new ConnectionAbortedException("The client takes its answers too slowly"));
    }

    /// <summary>A piece of an answer begins to wait for the client.</summary>
    public void Begin(PacedStream answer)
    {
        lock (_lock)
            _stalled.Add(answer);
    }

    /// <summary>It was taken, or will never be.</summary>
    public void End(PacedStream answer)
    {
        lock (_lock)
            _stalled.Remove(answer);
    }

    /// <summary>Ends the answers of which a piece has waited too long; gives their number.</summary>
    public int EndSlowAnswers(long now)
    {
        lock (_lock)
        {
            // Those in the list are in the midst of a write, so their requests are still there to be ended.
            PacedStream[] slow = _stalled.Count == 0 ? [] : [.. _stalled.Where(answer => now - answer.WaitingSince >= Patience)];
            foreach (var answer in slow)
                answer.Abort();
            return slow.Length;
        }
    }

    private static void TryLetGo(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end was faster.
        }
    }
}
