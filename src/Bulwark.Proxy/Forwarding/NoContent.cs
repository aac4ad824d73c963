using System.Net;

namespace Bulwark.Proxy.Forwarding;

/// <summary>A body of no bytes.</summary>
internal sealed class NoContent : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
