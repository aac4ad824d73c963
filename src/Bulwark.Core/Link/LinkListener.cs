using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Core.Link;

/// <summary>Hands new connections of an <see cref="InMemoryLink"/> to the server of the listening tier.</summary>
internal sealed class LinkListener(LinkEndPoint endPoint, MemoryPool<byte> memory) : IConnectionListener
{
    private readonly Channel<LinkConnection> _offered = Channel.CreateUnbounded<LinkConnection>(new UnboundedChannelOptions { SingleReader = true });

    public EndPoint EndPoint => endPoint;

    public MemoryPool<byte> Memory => memory;

    public bool TryOffer(LinkConnection connection) => _offered.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _offered.Reader.WaitToReadAsync(cancellationToken) && _offered.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        endPoint.Link.Unbind(this);
        _offered.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_offered.Reader.TryRead(out var connection))
            connection.Abort();

        endPoint.Link.Cut();
    }
}
