using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Core.Link;

/// <summary>
/// One connection of an <see cref="InMemoryLink"/>, as the server sees it; <see cref="Client"/> is the other end. Either side may end it at any moment, from any thread
/// and more than once: no end ever touches a pipe that the other side is just using.
/// </summary>
internal sealed class LinkConnection : ConnectionContext, IDuplexPipe, IMemoryPoolFeature
{
    /// <summary>A side that is this far ahead of the other one waits; it goes on when half of that is read.</summary>
    private const int MostBytesAhead = 256 * 1024;

    private static long s_count;

    private readonly CancellationTokenSource _closed = new();
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private int _isEnded;

    public LinkConnection(LinkEndPoint endPoint, LinkPeer peer, MemoryPool<byte>? memory)
    {
        MemoryPool = memory ?? MemoryPool<byte>.Shared;
        _toServer = CreatePipe(MemoryPool);
        _toClient = CreatePipe(MemoryPool);
        Client = new LinkStream(this, _toClient.Reader, _toServer.Writer);
        LocalEndPoint = endPoint;
        ConnectionClosed = _closed.Token;
        Transport = this;
        Features.Set(peer);
        Features.Set<IMemoryPoolFeature>(this);
    }

    /// <summary>The end of the tier that opened the connection.</summary>
    public LinkStream Client { get; }

    public MemoryPool<byte> MemoryPool { get; }

    public override string ConnectionId { get; set; } = string.Create(CultureInfo.InvariantCulture, $"link-{Interlocked.Increment(ref s_count)}");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    PipeReader IDuplexPipe.Input => _toServer.Reader;

    PipeWriter IDuplexPipe.Output => _toClient.Writer;

    public override void Abort() => Abort(new ConnectionAbortedException());

    public override void Abort(ConnectionAbortedException abortReason) => End(abortReason);

    /// <summary>The server is done with the connection. What it has written can still be read.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _toServer.Reader.CompleteAsync();
        await _toClient.Writer.CompleteAsync();
        await base.DisposeAsync();
    }

    /// <summary>Both sides learn of it: the server reads the end (or the reason), the client's next use of its stream fails.</summary>
    internal void End(ConnectionAbortedException? reason)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;

        Client.Close(reason);

        // Whoever has registered there runs on another thread, never in the middle of what led to the end, and what they throw stays in the task. The source has no
        // timer, so it needs no disposal, and there is no moment at which ending the connection could meet a disposed source.
        _ = _closed.CancelAsync();
    }

    private static Pipe CreatePipe(MemoryPool<byte> memory) => new(new PipeOptions(
        memory, pauseWriterThreshold: MostBytesAhead, resumeWriterThreshold: MostBytesAhead / 2, useSynchronizationContext: false));
}
