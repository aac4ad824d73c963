using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>An HTTP/1.1 upgrade with the rules in its stream.</summary>
internal sealed class InspectedUpgrade(IHttpUpgradeFeature inner, SocketInspection inspection) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => inspection.Guard(await inner.UpgradeAsync());
}
