using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>An HTTP/1.1 upgrade with the gate in its stream.</summary>
internal sealed class GatedUpgrade(IHttpUpgradeFeature inner, SocketGate gate) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => gate.Guard(await inner.UpgradeAsync());
}
