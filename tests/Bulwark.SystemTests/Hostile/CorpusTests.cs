using System.Net.Security;
using Bulwark.Pki;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;
using Bulwark.Testing.Hostile;

namespace Bulwark.SystemTests.Hostile;

/// <summary>What is sent to confuse, and what only looks unusual, through an edge and a load balancer in a process each: mutual TLS and HTTP/2 between the two, Unix sockets behind.</summary>
public sealed class CorpusTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_spelling_of_an_admin_path_reaches_a_handler(bool isHttp2)
    {
        await using var instance = Create();
        await using var tiers = new LenientTiers(tier => Socket(instance, tier));
        await StartAsync(instance);
        await using var client = Client(instance, isHttp2);

        foreach (var request in HostileCorpus.All)
            await client.SendAsync(request);

        Assert.Empty(tiers.Reached);
        await client.GetAsync("/_matrix/client/versions");
        Assert.NotEqual(0, tiers.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_request_hides_in_another_one(bool isHttp2)
    {
        await using var instance = Create();
        await using var tier = new RecordingTier(Socket(instance, "homeserver"));
        await StartAsync(instance);
        await using var client = Client(instance, isHttp2);

        Assert.Empty(isHttp2 ? await SmugglingCorpus.SendHttp2Async(client, tier) : await SmugglingCorpus.SendHttp1Async(client, tier));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_Matrix_clients_send_arrives_byte_for_byte(bool isHttp2)
    {
        await using var instance = Create();
        await using var tier = new RecordingTier(Socket(instance, "homeserver"));
        await StartAsync(instance);
        await using var client = Client(instance, isHttp2);

        foreach (var target in LegitimateTargets.All)
            await client.GetAsync(target);

        Assert.Equal(LegitimateTargets.All, tier.Requests.Select(request => request.Target), StringComparer.Ordinal);
    }

    private static BulwarkInstance Create()
    {
        var instance = BulwarkInstance.Create("""{ "hosts": ["localhost"] }""");
        Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
        return instance;
    }

    private static async Task StartAsync(BulwarkInstance instance)
    {
        await instance.StartTiersAsync("load-balancer");
        await instance.StartTiersAsync("edge");
    }

    private static string Socket(BulwarkInstance instance, string tier) => Path.Combine(instance.Data, "run", $"{tier}.sock");

    private static HostileClient Client(BulwarkInstance instance, bool isHttp2) => new(
        instance.EdgePort,
        alpn => new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [alpn],
            CertificateChainPolicy = TrustStore.Load(instance.Pki("public-ca.pem")).CreateServerPolicy(),
        },
        isHttp2);
}
