using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Core.Link;

/// <summary>Lets the server of a tier listen on an <see cref="InMemoryLink"/>.</summary>
/// <param name="memory">Where connections take their buffers from.</param>
internal sealed class LinkListenerFactory(IMemoryPoolFactory<byte> memory) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is LinkEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var at = (LinkEndPoint)endpoint;
        var listener = new LinkListener(at, memory.Create());
        at.Link.Bind(listener);
        return ValueTask.FromResult<IConnectionListener>(listener);
    }
}
