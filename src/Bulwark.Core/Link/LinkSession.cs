using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Bulwark.Core.Striping;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Core.Link;

/// <summary>
/// A connection of an <see cref="InMemoryLink"/> that carries requests as objects instead of bytes. To the listening tier it is a connection as every other: its peer is judged when it
/// opens and whenever the rules change, it is asked to go, and cut.
/// </summary>
public sealed class LinkSession : ConnectionContext, IConnectionLifetimeNotificationFeature
{
    private static long s_count;

    private readonly InMemoryLink _link;
    private readonly RequestDelegate _pipeline;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The requests. The session is over when it was asked to go and none is left.</summary>
    private readonly Holders _holders;

    internal LinkSession(InMemoryLink link, LinkPeer peer, RequestDelegate pipeline)
    {
        (_link, _pipeline) = (link, pipeline);
        _holders = new Holders(End);
        LocalEndPoint = link.EndPoint;
        ConnectionClosed = _closed.Token;
        Features.Set(peer);
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
    }

    /// <inheritdoc />
    public override string ConnectionId { get; set; } = string.Create(CultureInfo.InvariantCulture, $"link-session-{Interlocked.Increment(ref s_count)}");

    /// <summary>What the listening tier knows of the peer; each request inherits it.</summary>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc />
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint { get; set; }

    /// <summary>Ends when the session is cut, and when it is over.</summary>
    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>There is none: no byte goes this way.</summary>
    public override IDuplexPipe Transport
    {
        get => throw new NotSupportedException("A session carries no bytes.");
        set => throw new NotSupportedException("A session carries no bytes.");
    }

    CancellationToken IConnectionLifetimeNotificationFeature.ConnectionClosedRequested { get; set; }

    /// <summary>Takes part in the session with a request. True until the session is asked to go or has ended; then <see cref="Leave"/> is owed.</summary>
    /// <param name="place">What <see cref="Leave"/> has to be given.</param>
    public bool TryEnter(out int place) => _holders.TryEnter(out place);

    /// <summary>Runs a request through the listening tier.</summary>
    /// <param name="context">The request, with <see cref="Features"/> behind its own.</param>
    public Task RunAsync(HttpContext context) => _pipeline(context);

    /// <summary>A request is done.</summary>
    public void Leave(int place) => _holders.Leave(place);

    /// <summary>No new requests; the session is over after the last one that is under way.</summary>
    public void RequestClose() => _holders.Close();

    /// <summary>Cuts it, with all requests that are under way.</summary>
    public override void Abort() => Abort(new ConnectionAbortedException());

    /// <inheritdoc />
    public override void Abort(ConnectionAbortedException abortReason)
    {
        RequestClose();
        End();
    }

    /// <summary>Lets the listening tier judge the peer, and keeps the session while it lasts.</summary>
    /// <param name="serve">As for a connection of bytes: runs what it is given when it likes the peer.</param>
    internal async Task ServeAsync(Func<ConnectionContext, LinkPeer, ConnectionDelegate, Task> serve)
    {
        try
        {
            await serve(this, Features.GetRequiredFeature<LinkPeer>(), _ => WaitUntilOverAsync());
        }
        finally
        {
            RequestClose();
            End();
            _link.Forget(this);
        }
    }

    private async Task WaitUntilOverAsync()
    {
#pragma warning disable VSTHRD003 // whoever ends the session completes it, and continuations run elsewhere
        await _over.Task;
#pragma warning restore VSTHRD003
    }

    private void End()
    {
        _over.TrySetResult();

        // Requests under way register there: they learn of it on another thread, never in the middle of what led to the end.
        _ = _closed.CancelAsync();
    }
}
