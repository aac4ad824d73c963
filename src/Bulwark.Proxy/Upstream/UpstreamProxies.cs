using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Upstream;

/// <summary>Knows the trusted proxies in front of us, and who their clients are.</summary>
public sealed class UpstreamProxies
{
    /// <summary>The header of Cloudflare that names one client.</summary>
    public const string ConnectingIp = "CF-Connecting-IP";

    /// <summary>The header that every proxy adds its own peer to.</summary>
    public const string ForwardedFor = "X-Forwarded-For";

    /// <summary>More proxies than this do not stand in a row.</summary>
    private const int MaxProxies = 10;

    private readonly string _header;
    private readonly NetworkList _ranges;
    private readonly TrustStore? _trustStore;

    /// <summary>The proxies of the settings.</summary>
    /// <exception cref="Core.OperatorException">A file of the trust store is missing or unusable.</exception>
    public UpstreamProxies(UpstreamProxyOptions options, TierEnvironment environment)
    {
        _header = options.Header;
        _ranges = new NetworkList(options.Ranges);
        _trustStore = options.ClientCertificate is { } certificates ? TrustStore.Load(certificates, environment.Data, environment.Time) : null;
    }

    /// <summary>Whose certificates proxies show; empty when they show none.</summary>
    public IEnumerable<TrustStore> TrustStores => _trustStore is null ? [] : [_trustStore];

    /// <summary>True for a peer that may be such a proxy, if proxies show certificates.</summary>
    public bool AsksForCertificate(BaseConnectionContext connection) => _trustStore is not null && IsInRange(connection.Features.Get<ClientAddress>());

    /// <summary>
    /// Asks such a peer for its certificate. Everybody gets through: a peer that shows none, or another one, is an ordinary client.
    /// </summary>
    public void AskForCertificate(BaseConnectionContext connection, SslServerAuthenticationOptions tls)
    {
        var trustStore = _trustStore!;
        tls.ClientCertificateRequired = true;
        tls.AllowTlsResume = false; // each connection proves anew who it is
        tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        tls.RemoteCertificateValidationCallback = (_, leaf, chain, _) => Note(connection, trustStore.Verify(leaf as X509Certificate2, chain?.ChainPolicy.ExtraStore));
    }

    /// <summary>The client that a trusted proxy names; null when the peer is none, or does not name one plain address.</summary>
    internal ClientAddress? FindClient(HttpContext context)
    {
        if (!IsInRange(context.Features.Get<ClientAddress>()) || (_trustStore is not null && context.Features.Get<UpstreamProof>() is null))
            return null;

        var values = context.Request.Headers[_header];
        return _header == ConnectingIp
            ? values is [{ } only] ? ClientAddress.Parse(only) : null
            : FindLast(values);
    }

    private static bool Note(BaseConnectionContext connection, ClientCertificateVerdict verdict)
    {
        if (verdict.IsAccepted)
            connection.Features.Set(UpstreamProof.Instance);
        return true; // nobody is refused for what he is not
    }

    private bool IsInRange(ClientAddress? peer) => _ranges.IsEmpty || (peer is not null && _ranges.Contains(peer.Address));

    /// <summary>From the right: each proxy added the one before it, so what stands left of the first stranger is the stranger's own tale.</summary>
    private ClientAddress? FindLast(StringValues values)
    {
        var hops = values.ToString().Split(',', StringSplitOptions.TrimEntries);
        for (var i = hops.Length - 1; i >= 0 && i >= hops.Length - MaxProxies; i--)
        {
            if (ClientAddress.Parse(hops[i]) is not { } hop)
                return null;
            if (_ranges.IsEmpty || !_ranges.Contains(hop.Address))
                return hop;
        }

        return null;
    }
}
