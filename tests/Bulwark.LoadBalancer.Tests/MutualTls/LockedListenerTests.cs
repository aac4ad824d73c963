using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Usage;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;
using Bulwark.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class LockedListenerTests : IDisposable
{
    private static readonly IPEndPoint Remote = new(IPAddress.Loopback, 1);

    private readonly TemporaryDirectory _directory = new();
    private TierEnvironment? _environment;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(MutualTlsMode.Off, MutualTlsMode.Verify, false)]
    [InlineData(MutualTlsMode.Audit, MutualTlsMode.Verify, false)]
    [InlineData(MutualTlsMode.Off, MutualTlsMode.Audit, true)]
    [InlineData(MutualTlsMode.Off, MutualTlsMode.Off, true)]
    public async Task Judges_a_connection_by_the_policy_that_came_during_its_handshake(MutualTlsMode before, MutualTlsMode after, bool isServed)
    {
        var listener = Create(before);
        var admission = listener.Admit(Remote, null, null);
        listener.Put(Setup(after), keepsOverride: false);

        Assert.Equal(isServed, await ServeAsync(listener, admission));
        Assert.Equal(0, listener.Connections.Count);
    }

    [Fact]
    public async Task Introduces_a_verified_peer_and_no_stranger()
    {
        var listener = Create(MutualTlsMode.Off);
        using var leaf = Leaf(PkiFolder.EdgeClient);
        var connection = new DefaultConnectionContext();

        await listener.ServeAsync(connection, listener.Admit(Remote, leaf, null), _ => Task.CompletedTask);
        Assert.Equal("bulwark-edge-client", connection.Features.Get<PeerIdentity>()?.CommonName);
        Assert.NotNull(connection.Features.Get<ClientCertificateHeaders>());

        var stranger = new DefaultConnectionContext();
        await listener.ServeAsync(stranger, listener.Admit(Remote, null, null), _ => Task.CompletedTask);
        Assert.Null(stranger.Features.Get<PeerIdentity>());
        Assert.Null(stranger.Features.Get<ClientCertificateHeaders>());
    }

    [Fact]
    public async Task Ends_a_peer_that_loses_its_identity_even_while_the_lock_is_open()
    {
        var listener = Create(MutualTlsMode.Audit);
        using var leaf = Leaf(PkiFolder.Edge);
        var connection = new DefaultConnectionContext();
        await listener.ServeAsync(connection, listener.Admit(Remote, leaf, null), async _ =>
        {
            var open = Assert.Single(listener.Connections.All);
            Sweep(listener);
            Assert.False(open.MustEnd);

            // The CA that signed it is not trusted any more: what a revocation does too.
            listener.Put(Setup(MutualTlsMode.Audit, "pki/admin-ca.pem"), keepsOverride: false);
            Sweep(listener);
            Assert.True(open.MustEnd);
            await Deadline.UntilAsync(() => connection.ConnectionClosed.IsCancellationRequested);
        });
    }

    [Fact]
    public async Task Asks_a_stranger_to_come_again_whose_certificate_counts_by_now()
    {
        var listener = Create(MutualTlsMode.Audit, "pki/admin-ca.pem");
        using var leaf = Leaf(PkiFolder.Edge);
        var connection = new DefaultConnectionContext();
        await listener.ServeAsync(connection, listener.Admit(Remote, leaf, null), _ =>
        {
            var open = Assert.Single(listener.Connections.All);
            listener.Put(Setup(MutualTlsMode.Verify), keepsOverride: false);
            Sweep(listener);
            Assert.True(open.ShouldReconnect);
            Assert.False(open.MustEnd);
            Assert.False(connection.ConnectionClosed.IsCancellationRequested);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Ends_a_connection_whose_certificate_has_expired_in_the_meantime()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var listener = Create(MutualTlsMode.Verify, time: time);
        using var leaf = Leaf(PkiFolder.Edge);
        var connection = new DefaultConnectionContext();
        await listener.ServeAsync(connection, listener.Admit(Remote, leaf, null), async _ =>
        {
            time.Advance(TimeSpan.FromDays(400));
            Sweep(listener, hasTimePassed: false);
            Assert.False(Assert.Single(listener.Connections.All).MustEnd);

            Sweep(listener, hasTimePassed: true);
            Assert.True(Assert.Single(listener.Connections.All).MustEnd);
            await Deadline.UntilAsync(() => connection.ConnectionClosed.IsCancellationRequested);
        });
    }

    [Fact]
    public void Keeps_the_mode_of_an_operator_when_only_files_are_read_again_and_drops_it_with_new_settings()
    {
        var listener = Create(MutualTlsMode.Verify);
        var chosen = new LockOverride(MutualTlsMode.Audit, DateTimeOffset.UnixEpoch, new(1, 2, 3));

        Assert.True(listener.TryFlip(listener.State, chosen));
        Assert.Equal(MutualTlsMode.Audit, listener.Policy.Mode);

        listener.Put(Setup(MutualTlsMode.Verify), keepsOverride: true);
        Assert.Equal(MutualTlsMode.Audit, listener.Policy.Mode);
        Assert.Same(chosen, listener.State.Override);

        listener.Put(Setup(MutualTlsMode.Verify), keepsOverride: false);
        Assert.Equal(MutualTlsMode.Verify, listener.Policy.Mode);
        Assert.Null(listener.State.Override);
    }

    [Fact]
    public void Does_not_flip_what_changed_since_it_was_looked_at()
    {
        var listener = Create(MutualTlsMode.Verify);
        var seen = listener.State;
        listener.Put(Setup(MutualTlsMode.Verify), keepsOverride: false);

        Assert.False(listener.TryFlip(seen, new LockOverride(MutualTlsMode.Off, DateTimeOffset.UnixEpoch, new(1, 2, 3))));
        Assert.Equal(MutualTlsMode.Verify, listener.Policy.Mode);
    }

    [Fact]
    public async Task Verifies_each_certificate_once_in_a_sweep_over_thousands_of_connections()
    {
        var listener = Create(MutualTlsMode.Off);
        using var leaf = Leaf(PkiFolder.EdgeClient);
        var hold = new TaskCompletionSource();
        var serving = Enumerable.Range(0, 5000)
            .Select(i => listener.ServeAsync(new DefaultConnectionContext(), listener.Admit(Remote, i % 2 == 0 ? leaf : null, null), _ => hold.Task))
            .ToList();

        listener.Put(Setup(MutualTlsMode.Verify), keepsOverride: false);
        var cache = new VerdictCache();
        foreach (var open in listener.Connections.All)
            listener.JudgeAgain(open, cache, hasTimePassed: false);

        Assert.Equal(2, cache.Count);
        Assert.Equal(2500, listener.Connections.All.Count(open => open.MustEnd));
        hold.SetResult();
        await Task.WhenAll(serving);
        Assert.Equal(0, listener.Connections.Count);
    }

    [Fact]
    public async Task Asks_no_certificate_anything_when_only_the_mode_changes()
    {
        var listener = Create(MutualTlsMode.Off);
        using var leaf = Leaf(PkiFolder.EdgeClient);
        var chosen = new LockOverride(MutualTlsMode.Verify, DateTimeOffset.UnixEpoch, new(1, 2, 3));
        await listener.ServeAsync(new DefaultConnectionContext(), listener.Admit(Remote, leaf, null), _ =>
        {
            Assert.True(listener.TryFlip(listener.State, chosen));
            var cache = new VerdictCache();
            var open = Assert.Single(listener.Connections.All);
            listener.JudgeAgain(open, cache, hasTimePassed: false);

            Assert.Equal(0, cache.Count);
            Assert.Same(listener.Policy, open.Admission.Policy);
            Assert.False(open.MustEnd);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Cuts_whom_it_cannot_judge_and_goes_on_to_the_others()
    {
        var time = new FailingTime();
        var listener = Create(MutualTlsMode.Verify, time: time);
        using var leaf = Leaf(PkiFolder.EdgeClient);
        var connections = Enumerable.Range(0, 3).Select(_ => new DefaultConnectionContext()).ToList();
        var hold = new TaskCompletionSource();
        var serving = connections.Select(connection => listener.ServeAsync(connection, listener.Admit(Remote, leaf, null), _ => hold.Task)).ToList();

        time.IsBroken = true;
        Sweep(listener, hasTimePassed: true);

        foreach (var connection in connections)
            await Deadline.UntilAsync(() => connection.ConnectionClosed.IsCancellationRequested);
        hold.SetResult();
        await Task.WhenAll(serving);
    }

    private static void Sweep(LockedListener listener, bool hasTimePassed = false) => new LockSweep(TimeProvider.System, NullLogger<LockSweep>.Instance).Run(listener, TimeSpan.Zero, hasTimePassed);

    private static async Task<bool> ServeAsync(LockedListener listener, Admission admission)
    {
        var isServed = false;
        await listener.ServeAsync(new DefaultConnectionContext(), admission, _ =>
        {
            isServed = true;
            return Task.CompletedTask;
        });
        return isServed;
    }

    private X509Certificate2 Leaf(string name)
    {
        var folder = new PkiFolder(_environment!.Data);
        return CertificateFiles.Load(folder.Certificate(name), folder.Key(name));
    }

    private LockedListener Create(MutualTlsMode mode, string? trustStore = null, TimeProvider? time = null)
    {
        _environment = LoadBalancerFixture.CreateEnvironment(_directory, time);
        return new LockedListener(Setup(mode, trustStore), new LockJournal(new AuditRecord(TimeProvider.System), new UsageRecord(TimeProvider.System), TimeProvider.System, NullLogger<LockJournal>.Instance));
    }

    private ListenerSetup Setup(MutualTlsMode mode, string? trustStore = null) =>
        ListenerSetups.Create(new LoadBalancerOptions { MutualTls = mode, TrustStore = trustStore }, _environment!)[0];

    /// <summary>A clock that can fail: without it nobody can say whether a certificate is still good.</summary>
    private sealed class FailingTime : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException("The clock has stopped.") : base.GetUtcNow();
    }
}
