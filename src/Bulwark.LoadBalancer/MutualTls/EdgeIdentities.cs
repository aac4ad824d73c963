using System.Collections.Frozen;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Knows our own edge by the certificate that it proved on this very connection, and by nothing else.</summary>
internal sealed class EdgeIdentities(IEnumerable<string> commonNames)
{
    private readonly FrozenSet<string> _commonNames = commonNames.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when the peer of this request's connection is an edge.</summary>
    public bool IsEdge(HttpContext context) => IsEdge(context.Features);

    /// <summary>The same by the features of the connection, or of one of its requests.</summary>
    public bool IsEdge(IFeatureCollection features) => features.Get<PeerIdentity>() is { } peer && _commonNames.Contains(peer.CommonName);

    /// <summary>Headers of an edge are believed; everybody else is a stranger here, certificate or not.</summary>
    public HeaderTrust TrustOf(HttpContext context) => IsEdge(context) ? HeaderTrust.Proxy : HeaderTrust.Stranger;
}
