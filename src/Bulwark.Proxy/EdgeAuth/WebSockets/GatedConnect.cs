using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>An extended CONNECT (RFC 8441) with the gate in its stream.</summary>
internal sealed class GatedConnect(IHttpExtendedConnectFeature inner, SocketGate gate) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync() => gate.Guard(await inner.AcceptAsync());
}
