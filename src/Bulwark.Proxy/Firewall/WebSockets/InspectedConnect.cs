using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>An extended CONNECT (RFC 8441) with the rules in its stream.</summary>
internal sealed class InspectedConnect(IHttpExtendedConnectFeature inner, SocketInspection inspection) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync() => inspection.Guard(await inner.AcceptAsync());
}
