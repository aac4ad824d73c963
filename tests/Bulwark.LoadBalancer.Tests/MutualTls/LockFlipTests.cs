using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Bulwark.Core;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class LockFlipTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Held = "GET /_matrix/held HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    public async Task Fifty_flips_each_judge_the_next_connection_and_end_the_open_ones()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.Lock.Grace = TimeSpan.FromMilliseconds(50));
        var listener = lb.Services.GetRequiredService<LockedListeners>().All[0];
        using var leaf = lb.Leaf(PkiFolder.Edge);
        await using var edge = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf));
        for (var i = 0; i < 50; i++)
        {
            Assert.True((await SetAsync(lb, MutualTlsMode.Off)).IsSet);
            await using var held = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
            await held.SendAsync(Request);
            Assert.StartsWith("HTTP/1.1 302 ", await held.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);

            var answer = await SetAsync(lb, MutualTlsMode.Verify);
            Assert.True(answer.IsSet, answer.Refusal);
            Assert.Equal(1, answer.Ending);
            Assert.Equal(0, await CountBytesAsync(lb));
            Assert.Equal("", await held.ReadToEndAsync());
        }

        // The edge noticed nothing.
        await edge.SendAsync(Request);
        Assert.StartsWith("HTTP/1.1 302 ", await edge.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await Deadline.UntilAsync(() => listener.Connections.Count == 1);
    }

    [Fact]
    public async Task Answers_what_is_under_way_within_the_grace_and_cuts_what_is_not_answered_by_then()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = MutualTlsMode.Off;
            options.Lock.Grace = TimeSpan.FromMilliseconds(300);
        });
        var release = new TaskCompletionSource();
        await using var tier = await StandInTier.StartAsync(lb.Socket("homeserver"), context =>
            context.Request.Path == "/_matrix/held" ? Task.Delay(Timeout.Infinite, context.RequestAborted) : release.Task);
        await using var quick = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
        await using var slow = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
        await quick.SendAsync("GET /_matrix/quick HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await slow.SendAsync(Held);

        Assert.Equal(2, (await SetAsync(lb, MutualTlsMode.Verify)).Ending);
        release.SetResult();

        Assert.StartsWith("HTTP/1.1 200 ", await quick.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("", await slow.ReadToEndAsync());
    }

    [Fact]
    public async Task Says_goaway_to_a_refused_HTTP_2_connection()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Off);
        await using var client = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null, SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await Deadline.UntilAsync(() => lb.Services.GetRequiredService<LockedListeners>().All[0].Connections.Count == 1);

        Assert.Equal(1, (await SetAsync(lb, MutualTlsMode.Verify)).Ending);

        Assert.Equal(0U, await Http2Frames.ReadGoAwayAsync(client.Stream));
    }

    [Fact]
    public async Task Cuts_at_once_when_told_so()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = MutualTlsMode.Off;
            options.Lock.Grace = TimeSpan.FromMinutes(5);
        });
        await using var tier = await StandInTier.StartAsync(lb.Socket("homeserver"), context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var slow = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
        await slow.SendAsync(Held);

        var answer = await SetAsync(lb, MutualTlsMode.Verify, now: true);

        Assert.Equal(0, answer.GraceSeconds);
        Assert.Equal("", await slow.ReadToEndAsync());
    }

    [Fact]
    public async Task Shuts_no_lock_that_the_edge_could_not_open()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = MutualTlsMode.Audit;
            options.TrustStore = "pki/admin-ca.pem";
        });

        var answer = await SetAsync(lb, MutualTlsMode.Verify);

        Assert.False(answer.IsSet);
        var edge = lb.Folder.Certificate(PkiFolder.Edge);
        Assert.Equal($"The lock would refuse {edge} (Untrusted): mend that first, or shut the lock in spite of it with --force.", answer.Refusal);
        Assert.Equal("bulwark-edge", Assert.Single(answer.Proof).CommonName);
        Assert.NotEqual(0, await CountBytesAsync(lb));

        Assert.True((await SetAsync(lb, MutualTlsMode.Verify, force: true)).IsSet);
        Assert.Equal(0, await CountBytesAsync(lb));
    }

    [Fact]
    public async Task Shuts_no_lock_without_any_proof()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Audit);
        File.Delete(lb.Folder.Certificate(PkiFolder.Edge));

        Assert.Equal(
            "There is no edge identity to prove the lock with: name one in loadBalancer.lock.proof, or shut the lock unproved with --force.",
            (await SetAsync(lb, MutualTlsMode.Verify)).Refusal);
    }

    [Fact]
    public async Task Takes_every_identity_of_the_settings_for_the_proof()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = MutualTlsMode.Off;
            options.Lock.Proof =
            [
                new() { CertificateFile = "pki/edge-client.pem", KeyFile = "pki/edge-client.key.pem" },
                new() { CertificateFile = "pki/nothing.pem", KeyFile = "pki/nothing.key.pem" },
            ];
        });

        var answer = await SetAsync(lb, MutualTlsMode.Verify);

        Assert.False(answer.IsSet);
        Assert.Equal([true, true, false], answer.Proof.Select(result => result.IsAdmitted));
    }

    [Fact]
    public async Task Serves_nobody_on_a_connection_that_only_tries_a_policy()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Off);
        var listener = lb.Services.GetRequiredService<LockedListeners>().All[0];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var ticket = new ProofTicket(listener.Policy);
        listener.Proofs.Expect((IPEndPoint)socket.LocalEndPoint!, ticket);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, lb.Port), Deadline.Token());
        using var leaf = lb.Leaf(PkiFolder.Edge);
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsClientAsync(lb.Tls(leaf), Deadline.Token());
        await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Request), Deadline.Token());

        Assert.True((await ticket.WaitAsync(Deadline.Token())).IsVerified);
        Assert.Equal(0, await ReadOrZeroAsync(tls));
    }

    [Fact]
    public async Task Shows_the_mode_of_the_settings_and_the_one_in_force_and_who_set_it()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await SetAsync(lb, MutualTlsMode.Audit);
        await using var stranger = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
        await stranger.SendAsync(Request);
        await stranger.ReadUntilAsync("\r\n\r\n");

        using var control = lb.Control();
        var view = await control.GetAsync("/lock", LockControlJson.Default.LockView, Deadline.Token());

        var listener = Assert.Single(view.Listeners);
        Assert.Equal(("default", MutualTlsMode.Verify, MutualTlsMode.Audit), (listener.Name, listener.Declared, listener.Live));
        Assert.Equal(System.Environment.ProcessId, listener.SetByProcessId);
        Assert.Equal((1, 1), (listener.Connections, listener.Strangers));
        var entry = Assert.Single(view.Audit.Entries);
        Assert.Equal((ClientCertificateReason.NoCertificate, 1L, "127.0.0.1"), (entry.Reason, entry.Count, entry.LastAddress));
    }

    [Fact]
    public async Task Records_in_audit_whom_it_finds_open()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Off);
        await using var stranger = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf: null));
        await stranger.SendAsync(Request);
        await stranger.ReadUntilAsync("\r\n\r\n");

        var answer = await SetAsync(lb, MutualTlsMode.Audit);

        Assert.Equal(0, answer.Ending);
        Assert.Equal(1, Assert.Single(lb.Services.GetRequiredService<AuditRecord>().Report().Entries).Count);
    }

    [Fact]
    public async Task Names_the_listeners_when_asked_for_another()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => SetAsync(lb, MutualTlsMode.Off, listener: "canary"));

        Assert.Equal("There is no listener 'canary'. The listeners are: default.", refusal.Message);
    }

    [Fact]
    public async Task Leaves_nothing_of_handshakes_that_end_early()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        var listener = lb.Services.GetRequiredService<LockedListeners>().All[0];
        var idle = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", lb.Port, Deadline.Token());

            // Half of a TLS record header.
            await tcp.GetStream().WriteAsync(new byte[] { 22, 3 }, Deadline.Token());
            idle.Add(tcp);
            await CountBytesAsync(lb);
        }

        Assert.Equal(0, listener.Connections.Count);
        idle.ForEach(tcp => tcp.Dispose());

        await using (var good = await lb.ConnectAsync())
        {
            await good.SendAsync(Request);
            await good.ReadUntilAsync("\r\n\r\n");
            Assert.Equal(1, listener.Connections.Count);
        }

        await Deadline.UntilAsync(() => listener.Connections.Count == 0);
    }

    private static async Task<LockAnswer> SetAsync(
        LoadBalancerFixture lb, MutualTlsMode mode, bool now = false, bool force = false, string? listener = null)
    {
        using var control = lb.Control();
        var request = new LockRequest { Mode = mode, Now = now, Force = force, Listener = listener };
        return await control.PutAsync("/lock", request, LockControlJson.Default.LockRequest, LockControlJson.Default.LockAnswer, Deadline.Token());
    }

    private static Task<int> CountBytesAsync(LoadBalancerFixture lb) =>
        RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf: null), System.Text.Encoding.ASCII.GetBytes(Request));

    private static async Task<int> ReadOrZeroAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Deadline.Token());
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
