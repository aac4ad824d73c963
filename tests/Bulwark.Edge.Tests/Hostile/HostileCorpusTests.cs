using Bulwark.Testing;
using Bulwark.Testing.Hostile;

namespace Bulwark.Edge.Tests.Hostile;

public sealed class HostileCorpusTests
{
    [Fact]
    public void Has_enough_requests_evenly_over_its_classes()
    {
        var kinds = HostileCorpus.All.GroupBy(request => request.Kind, StringComparer.Ordinal).ToList();

        Assert.True(HostileCorpus.All.Count >= 300);
        Assert.True(kinds.Count >= 12);
        Assert.All(kinds, kind => Assert.Equal(26, kind.Count()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reaches_an_admin_handler_without_our_rule_and_never_with_it(bool isHttp2)
    {
        await using var edge = await EdgeFixture.StartAsync();

        var without = await ReachAsync(edge, isHttp2, hasRule: false);
        var with = await ReachAsync(edge, isHttp2, hasRule: true);

        Assert.True(without.Count >= 60, $"only {without.Count} reach a handler without the rule");
        Assert.Empty(with);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Reaches_no_admin_handler_behind_the_real_edge_and_load_balancer(bool isHttp2, bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var backends = new LenientTiers(edge.Socket);
        await using var client = Client(edge, edge.Port, isHttp2);

        foreach (var request in HostileCorpus.All)
            await client.SendAsync(request);

        Assert.Empty(backends.Reached);
    }

    [Fact]
    public async Task Reaches_none_under_any_host_either()
    {
        string[] hosts = ["localhost", "localhost:443", "LOCALHOST", "localhost.", "127.0.0.1", "[::1]", "evil.example", "homeserver", "localhost, evil.example", "localhost@evil.example"];
        string[] forwarded = ["", "X-Forwarded-Host: localhost", "X-Forwarded-Host: 127.0.0.1", "X-Forwarded-Host: homeserver", "Forwarded: host=homeserver", "X-Host: homeserver"];
        await using var edge = await EdgeFixture.StartAsync();
        await using var backends = new LenientTiers(edge.Socket);
        await using var client = Client(edge, edge.Port, isHttp2: false);

        foreach (var host in hosts)
        {
            foreach (var header in forwarded)
            {
                foreach (var request in HostileCorpus.OneOfEach)
                    await client.SendAsync(request, host, header);
            }
        }

        Assert.Empty(backends.Reached);
    }

    private static async Task<List<string>> ReachAsync(EdgeFixture edge, bool isHttp2, bool hasRule)
    {
        var reached = new List<string>();
        await using var backend = new RecordingTier(edge.Socket("backend"));
        await using var proxy = await OpenProxy.StartAsync(edge.Environment, edge.Socket("backend"), hasRule);
        await using var client = Client(edge, proxy.Port, isHttp2);
        foreach (var request in HostileCorpus.All)
        {
            backend.Forget();
            await client.SendAsync(request);
            if (backend.Requests.Any(LenientReading.ReachesAdmin))
                reached.Add($"{request.Kind}: {request.Target} {request.Header}");
        }

        return reached;
    }

    private static HostileClient Client(EdgeFixture edge, int port, bool isHttp2) => new(port, alpn => edge.Tls(alpn), isHttp2);
}
