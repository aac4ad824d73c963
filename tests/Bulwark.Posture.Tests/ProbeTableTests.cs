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
        edge.tls.old-versions
        edge.host.unknown
        edge.root.redirect
        edge.paths.synapse-admin
        edge.paths.metadata
        edge.paths.federation
        edge.graphql.no-token
        edge.registration.closed
        edge.plain-http.closed
        origin.mtls.edge-client
        origin.mtls.edge
        origin.mtls.no-certificate
        origin.mtls.wrong-ca
        origin.mtls.server-auth
        origin.mtls.no-eku
        origin.mtls.expired
        origin.tls.old-versions
        files.private
        """,
        string.Join('\n', ProbeTable.All.Select(probe => probe.Id)));
}
