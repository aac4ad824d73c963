namespace Bulwark.Posture.Tests;

public sealed class ProbeTableTests
{
    [Fact]
    public void Every_probe_has_its_own_name_and_meaning()
    {
        Assert.Equal(ProbeTable.All.Count, ProbeTable.All.Select(probe => probe.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ProbeTable.All.Count, ProbeTable.All.Select(probe => probe.Meaning).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ProbeTable.All, probe => Assert.Matches("^[a-z0-9]+([.-][a-z0-9]+)+$", probe.Id));
    }

    [Fact]
    public void Every_sibling_is_a_probe_that_wants_to_be_answered()
    {
        var siblings = ProbeTable.All.Where(probe => probe.IsRefusal).Select(probe => ProbeTable.All.Single(other => other.Id == probe.Sibling));

        Assert.All(siblings, sibling => Assert.False(sibling.IsRefusal));
    }

    [Fact]
    public void The_names_are_a_promise_to_scripts() => Assert.Equal(
        """
        edge.versions
        edge.certificate.days-left
        edge.tls.old-versions
        edge.tls.weak-ciphers
        edge.host.unknown
        edge.host.sni-mismatch
        edge.root.redirect
        edge.paths.synapse-admin
        edge.paths.metadata
        edge.paths.federation
        edge.paths.internal
        edge.framing.ambiguous
        edge.methods
        edge.headers.too-large
        edge.headers.hsts
        edge.headers.request-id
        edge.headers.no-banner
        edge.cors.errors
        edge.cache.errors
        edge.cache.redirects
        edge.graphql.no-token
        edge.graphql.forged-token
        edge.mcp.no-token
        edge.registration.closed
        edge.plain-http.closed
        edge.clock
        edge.origin.ssl-mode
        edge.stability
        edge.rate-limit.forged-address
        edge.rate-limit.login
        origin.headers.forged
        origin.mtls.edge-client
        origin.mtls.edge
        origin.mtls.no-certificate
        origin.mtls.no-certificate-tls12
        origin.mtls.wrong-ca
        origin.mtls.self-signed
        origin.mtls.stripped-chain
        origin.mtls.server-auth
        origin.mtls.no-eku
        origin.mtls.any-eku
        origin.mtls.expired
        origin.mtls.not-yet-valid
        origin.mtls.revoked
        origin.certificate.days-left
        origin.tls.old-versions
        origin.tls.weak-ciphers
        origin.host.unknown
        origin.paths.hidden
        admin.closed
        files.private
        files.certificates.days-left
        files.crl.fresh
        files.unlock-key
        """,
        string.Join('\n', ProbeTable.All.Select(probe => probe.Id)));
}
