using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;
using Bulwark.SystemTests.Running;
using Bulwark.SystemTests.Soak;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Flips;

/// <summary>
/// The lock is changed on a running instance, by the clock: how long until the next connection is judged by the new rule, whether the open ones that it refuses go, and whether those
/// that it admits notice anything.
/// </summary>
public sealed class LockFlipTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    /// <summary>The grace, and what a loaded machine takes beside it; well before the backend would have answered.</summary>
    private static readonly TimeSpan Gone = Grace + TimeSpan.FromSeconds(3);

    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
    private static readonly SoakSize Admitted = new(Requests: 0, LongPolls: 8, WebSockets: 8);

    private readonly List<TimeSpan> _delays = [];
    private readonly List<TimeSpan> _ends = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flip_judges_the_next_connection_and_ends_the_open_ones_that_it_refuses(bool isTwoProcesses)
    {
        await using var instance = Create();
        await using var backend = await StartAsync(instance, isTwoProcesses);
        using var load = StartLoad(instance);
        using var authority = Authority(instance, "origin-ca");
        using var control = new ControlClient(new DataDirectory(instance.Data), "load-balancer");
        var stranger = Client(null, authority);

        for (var i = 0; i < FlipSize.Current.Flips; i++)
        {
            await JudgedAsync(instance, stranger, await SetAsync(control, MutualTlsMode.Off), isAdmitted: true);
            await using var poll = await HeldClient.PollAsync(instance.LoadBalancerPort, stranger, backend);
            await using var socket = await HeldClient.OpenSocketAsync(instance.LoadBalancerPort, stranger);
            Assert.True(await socket.EchoesAsync());

            var acknowledged = await SetAsync(control, MutualTlsMode.Verify);
            await JudgedAsync(instance, stranger, acknowledged, isAdmitted: false);
            await GoneAsync(acknowledged, poll, socket);
        }

        await JudgeAsync(load);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_revocation_judges_the_next_connection_and_ends_the_open_ones_of_its_leaf(bool isTwoProcesses)
    {
        await using var instance = Create();
        await using var backend = await StartAsync(instance, isTwoProcesses);
        using var load = StartLoad(instance);
        using var authority = Authority(instance, "origin-ca");
        var data = new DataDirectory(instance.Data);
        using var loadBalancer = new ControlClient(data, "load-balancer");
        using var edge = new ControlClient(data, "edge");
        await using var witness = await HeldClient.OpenSocketAsync(instance.LoadBalancerPort, Issue(instance, "witness", authority));

        for (var i = 0; i < FlipSize.Current.Revocations; i++)
        {
            var guest = Issue(instance, $"guest-{i}", authority);
            Assert.NotEqual(0, await RawTlsClient.CountApplicationBytesAsync(instance.LoadBalancerPort, guest, Request));
            await using var poll = await HeldClient.PollAsync(instance.LoadBalancerPort, guest, backend);
            await using var socket = await HeldClient.OpenSocketAsync(instance.LoadBalancerPort, guest);

            using (var session = PkiSession.Open(Pki(instance)))
                await Revoking.RevokeAsync(session, $"guest-{i}", X509RevocationReason.KeyCompromise, () => ReloadAsync(loadBalancer, edge));
            var acknowledged = Stopwatch.GetTimestamp();

            await JudgedAsync(instance, guest, acknowledged, isAdmitted: false);
            await GoneAsync(acknowledged, poll, socket);
            Assert.True(await witness.EchoesAsync());
        }

        await JudgeAsync(load);
    }

    private static BulwarkInstance Create() => BulwarkInstance.Create("""{ "hosts": ["localhost"], "loadBalancer": { "lock": { "grace": "300ms" } } }""");

    private static async Task<SoakBackend> StartAsync(BulwarkInstance instance, bool isTwoProcesses)
    {
        Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
        var backend = await SoakBackend.StartAsync(Path.Combine(instance.Data, "run", "homeserver.sock"));
        string[][] processes = isTwoProcesses ? [["load-balancer"], ["edge"]] : [["edge", "load-balancer"]];
        foreach (var tiers in processes)
            await instance.StartTiersAsync(tiers);
        return backend;
    }

    /// <summary>Clients of the edge, whom no change concerns.</summary>
    private static SoakLoad StartLoad(BulwarkInstance instance)
    {
        var load = new SoakLoad(instance.EdgePort, Authority(instance, "public-ca"), Admitted);
        load.Start();
        return load;
    }

    /// <summary>Sets the mode; gives the moment at which that was acknowledged.</summary>
    private static async Task<long> SetAsync(ControlClient control, MutualTlsMode mode)
    {
        var answer = await control.PutAsync(
            "/lock", new LockRequest { Mode = mode }, LockControlJson.Default.LockRequest, LockControlJson.Default.LockAnswer, TestContext.Current.CancellationToken);
        var acknowledged = Stopwatch.GetTimestamp();
        Assert.True(answer.IsSet, answer.Refusal);
        return acknowledged;
    }

    private static async Task ReloadAsync(params IEnumerable<ControlClient> tiers)
    {
        foreach (var tier in tiers)
            await tier.PostAsync(ReloadRoutes.Path, ControlJson.Default.ReloadReport, TestContext.Current.CancellationToken);
    }

    /// <summary>Connects until a connection is judged by the new rule, and keeps how long after the change that one began.</summary>
    private async Task JudgedAsync(BulwarkInstance instance, SslClientAuthenticationOptions client, long acknowledged, bool isAdmitted)
    {
        TimeSpan began;
        do
        {
            began = Stopwatch.GetElapsedTime(acknowledged);
            Assert.True(began < Deadline.Default, "no connection was judged by the new rule");
        }
        while (await RawTlsClient.CountApplicationBytesAsync(instance.LoadBalancerPort, client, Request) > 0 != isAdmitted);

        _delays.Add(began);
    }

    private async Task GoneAsync(long acknowledged, params IEnumerable<HeldClient> refused)
    {
        foreach (var client in refused)
            _ends.Add(Stopwatch.GetElapsedTime(acknowledged, await client.EndAsync()));
    }

    private async Task JudgeAsync(SoakLoad load)
    {
        await load.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"judged by the new rule after {_delays.Max().TotalMilliseconds:0.0} ms at most, refused connections gone after {_ends.Max().TotalMilliseconds:0} ms at most, {_delays.Count} changes");

        Assert.Empty(load.Failures);
        Assert.True(load.Echoes >= Admitted.WebSockets, $"only {load.Echoes} echoes");
        Assert.All(_delays, delay => Assert.InRange(delay, TimeSpan.Zero, Promise));
        Assert.All(_ends, end => Assert.InRange(end, TimeSpan.Zero, Gone));
    }

    private static PkiRequest Pki(BulwarkInstance instance) =>
        new() { Data = new DataDirectory(instance.Data), Hosts = ["localhost"], Time = TimeProvider.System };

    private static SslClientAuthenticationOptions Issue(BulwarkInstance instance, string name, X509Certificate2 authority)
    {
        using (var session = PkiSession.Open(Pki(instance)))
            IssuedLeaves.Issue(session, name, [], TimeSpan.FromDays(1), isRsa: false);
        return Client(X509Certificate2.CreateFromPemFile(instance.Pki($"{name}.pem"), instance.Pki($"{name}.key.pem")), authority);
    }

    private static X509Certificate2 Authority(BulwarkInstance instance, string name) => X509CertificateLoader.LoadCertificateFromFile(instance.Pki($"{name}.pem"));

    private static SslClientAuthenticationOptions Client(X509Certificate2? leaf, X509Certificate2 authority) => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        ClientCertificateContext = leaf is null ? null : SslStreamCertificateContext.Create(leaf, null, offline: true),
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
