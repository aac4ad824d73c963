using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Soak;

/// <summary>Everything that can be changed while the system runs is changed under load, and no client notices.</summary>
public sealed class SoakTests
{
    private static readonly string[][] OneProcess = [["edge", "load-balancer"]];
    private static readonly string[][] TwoProcesses = [["load-balancer"], ["edge"]];

    public static TheoryData<bool> Layouts => [false, true];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Rotating_keys_flipping_the_lock_and_applying_settings_fails_no_request(bool isTwoProcesses)
    {
        await using var instance = BulwarkInstance.Create("""{ "hosts": ["localhost"] }""");
        Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
        await using var backend = await SoakBackend.StartAsync(Path.Combine(instance.Data, "run", "homeserver.sock"));
        foreach (var tiers in isTwoProcesses ? TwoProcesses : OneProcess)
            await instance.StartTiersAsync(tiers);

        using var publicCa = X509CertificateLoader.LoadCertificateFromFile(instance.Pki("public-ca.pem"));
        using var originCa = X509CertificateLoader.LoadCertificateFromFile(instance.Pki("origin-ca.pem"));
        using var oldLeaf = LoadEdgeLeaf(instance);
        await using var heldByOldLeaf = await RawTlsClient.ConnectAsync(instance.LoadBalancerPort, Client(oldLeaf, originCa));
        using var load = new SoakLoad(instance.EdgePort, publicCa, SoakSize.Current);

        load.Start();
        var changes = await ChangeEverythingAsync(instance);
        await load.EndAsync();

        Assert.Empty(load.Failures);
        Assert.Empty(backend.Repeated);
        Assert.True(load.Requests >= SoakSize.Current.Requests, $"only {load.Requests} requests");
        Assert.True(load.AnsweredPolls >= SoakSize.Current.LongPolls, $"only {load.AnsweredPolls} long polls were answered");
        Assert.True(load.Echoes >= SoakSize.Current.WebSockets, $"only {load.Echoes} echoes");
        Assert.All(changes, change => Assert.InRange(change, load.StartedAt, load.EndedAt));

        await DoneAsync(instance, "pki", "retire", FormerAuthority(instance));
        Assert.Equal("", await heldByOldLeaf.ReadToEndAsync());
        using var newOriginCa = X509CertificateLoader.LoadCertificateFromFile(instance.Pki("origin-ca.pem"));
        Assert.Equal(0, await RawTlsClient.CountApplicationBytesAsync(instance.LoadBalancerPort, Client(oldLeaf, newOriginCa), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()));
    }

    /// <summary>Gives the moments at which the changes were done.</summary>
    private static async Task<IReadOnlyList<DateTimeOffset>> ChangeEverythingAsync(BulwarkInstance instance)
    {
        var done = new List<DateTimeOffset>
        {
            await DoneAsync(instance, "pki", "rotate", "leaf"),
            await DoneAsync(instance, "pki", "rotate", "ca", "origin", "--grace", "1h"),
            await DoneAsync(instance, "lock", "audit"),
            await DoneAsync(instance, "lock", "verify"),
        };
        for (var round = 1; round <= 3; round++)
        {
            var settings = $$"""{ "hosts": ["localhost"], "loadBalancer": { "landingUrl": "https://example.org/{{round}}" } }""";
            await File.WriteAllTextAsync(Path.Combine(instance.Data, "bulwark.jsonc"), settings);
            done.Add(await DoneAsync(instance, "apply"));
            done.Add(await DoneAsync(instance, "rollback"));
        }

        return done;
    }

    private static async Task<DateTimeOffset> DoneAsync(BulwarkInstance instance, params string[] verb)
    {
        var result = await instance.VerbAsync(verb);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', verb)}: {result.Error}{result.Output}\n{instance.LogText}");
        return TimeProvider.System.GetUtcNow();
    }

    private static string FormerAuthority(BulwarkInstance instance) =>
        Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(instance.Pki(""), "origin-ca.*.pem").Single(file => Path.GetFileName(file).Split('.') is [_, { Length: 8 }, "pem"]));

    private static X509Certificate2 LoadEdgeLeaf(BulwarkInstance instance) =>
        X509Certificate2.CreateFromPem(File.ReadAllText(instance.Pki("edge.pem")), File.ReadAllText(instance.Pki("edge.key.pem")));

    private static SslClientAuthenticationOptions Client(X509Certificate2 leaf, X509Certificate2 authority) => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        ClientCertificateContext = SslStreamCertificateContext.Create(leaf, null, offline: true),
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
