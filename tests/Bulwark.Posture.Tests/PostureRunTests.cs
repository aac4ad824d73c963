using System.Diagnostics;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.Posture.Tests;

public sealed class PostureRunTests(Deployment deployment)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deployment_that_keeps_its_promises_passes_every_probe()
    {
        using var directory = new TemporaryDirectory();
        await using var control = await deployment.StartControlledEdgeAsync(directory);
        var store = TrustStore.LoadInstance(deployment.Environment.Data, PkiFolder.OriginCa, TimeProvider.System);
        await using var edge = BrokenListener.Edge(deployment, GoodEdge.Limiting());
        await using var admin = new BrokenListener { Certificate = BrokenListener.Load(deployment, PkiFolder.AdminServer), Answers = _ => BrokenListener.Response(401) }.Start();
        await using var origin = BrokenListener.LimitingOrigin(deployment, (leaf, _) => store.Verify(leaf).IsAccepted);

        var report = await PostureRun.RunAsync(deployment.Target(edge, origin, admin) with { Data = new DataDirectory(directory.Path) }, only: null, CancellationToken);

        // Of an instance that has just been made, one residual risk is known: its unlock key lies beside its keys.
        Assert.All(report.Probes, probe => Assert.Equal(
            (probe.Probe.Id, probe.Probe.Id == "files.unlock-key" ? ProbeOutcome.Risk : ProbeOutcome.Pass, ""),
            (probe.Probe.Id, probe.Result.Outcome, probe.Result.Outcome is ProbeOutcome.Pass or ProbeOutcome.Risk ? "" : probe.Result.Evidence)));
        Assert.Equal(ProbeTable.All.Count, report.Probes.Count);
        Assert.Equal(0, report.ExitStatus);
    }

    [Fact]
    public async Task With_the_lock_off_exactly_the_refusal_probes_of_the_lock_fail()
    {
        using var directory = new TemporaryDirectory();
        await using var control = await deployment.StartControlledEdgeAsync(directory);
        await using var edge = BrokenListener.Edge(deployment, GoodEdge.Limiting());
        await using var admin = new BrokenListener { Certificate = BrokenListener.Load(deployment, PkiFolder.AdminServer), Answers = _ => BrokenListener.Response(401) }.Start();
        await using var origin = BrokenListener.LimitingOrigin(deployment, (_, _) => true);

        var report = await PostureRun.RunAsync(deployment.Target(edge, origin, admin) with { Data = new DataDirectory(directory.Path) }, only: null, CancellationToken);

        Assert.Equal(
            [
                "origin.mtls.no-certificate", "origin.mtls.no-certificate-tls12", "origin.mtls.wrong-ca", "origin.mtls.self-signed", "origin.mtls.stripped-chain",
                "origin.mtls.server-auth", "origin.mtls.no-eku", "origin.mtls.any-eku", "origin.mtls.expired", "origin.mtls.not-yet-valid",
                "origin.mtls.revoked",
            ],
            report.Probes.Where(probe => probe.Result.Outcome == ProbeOutcome.Fail).Select(probe => probe.Probe.Id), StringComparer.Ordinal);
        Assert.Equal(0, report.Count(ProbeOutcome.Inconclusive));
        Assert.Equal(1, report.ExitStatus);
    }

    [Fact]
    public async Task A_lock_that_refuses_everybody_proves_nothing()
    {
        await using var origin = BrokenListener.Origin(deployment, (_, _) => false);

        var report = await PostureRun.RunAsync(deployment.Target(origin: origin), ["origin.mtls.no-certificate"], CancellationToken);

        Assert.Equal(["origin.mtls.edge-client", "origin.mtls.no-certificate"], report.Probes.Select(probe => probe.Probe.Id), StringComparer.Ordinal);
        Assert.Equal(ProbeOutcome.Inconclusive, report.Probes[1].Result.Outcome);
        Assert.Equal(
            "refused, which proves nothing while origin.mtls.edge-client is not answered: CN=bulwark-edge-client: closed without an answer",
            report.Probes[1].Result.Evidence);
    }

    [Fact]
    public async Task A_deployment_that_is_down_is_inconclusive_and_never_passes()
    {
        var report = await PostureRun.RunAsync(deployment.Target(), only: null, CancellationToken);

        Assert.Equal(["files.private", "files.certificates.days-left", "files.crl.fresh"], report.Probes.Where(probe => probe.Result.Outcome == ProbeOutcome.Pass).Select(probe => probe.Probe.Id), StringComparer.Ordinal);
        Assert.Equal(3, report.ExitStatus);
    }

    [Fact]
    public async Task A_silent_deployment_costs_less_than_the_limit()
    {
        await using var server = new BrokenListener { Certificate = BrokenListener.Load(deployment, PkiFolder.EdgeServer), IsSilent = true }.Start();
        var target = deployment.Target(server, server) with { Limits = new ProbeLimits { Answer = TimeSpan.FromMinutes(1), Run = TimeSpan.FromSeconds(1) } };

        var start = Stopwatch.GetTimestamp();
        var report = await PostureRun.RunAsync(target, ["edge.versions", "origin.mtls.no-certificate"], CancellationToken);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(report.Probes, probe => Assert.Equal("no result in time", probe.Result.Evidence));
    }

    [Theory]
    [InlineData(ProbeOutcome.Pass, ProbeOutcome.Pass)]
    [InlineData(ProbeOutcome.Fail, ProbeOutcome.Inconclusive)]
    [InlineData(ProbeOutcome.Inconclusive, ProbeOutcome.Inconclusive)]
    [InlineData(ProbeOutcome.NotApplicable, ProbeOutcome.Inconclusive)]
    public async Task A_refusal_counts_only_beside_an_answered_sibling(ProbeOutcome sibling, ProbeOutcome expected)
    {
        var report = await RunAsync(new SampleProbe("sibling", Result(sibling)), new SampleProbe("refusal", ProbeResult.Pass("closed"), "sibling"));

        Assert.Equal(expected, report.Probes[1].Result.Outcome);
    }

    [Theory]
    [InlineData(ProbeOutcome.Fail)]
    [InlineData(ProbeOutcome.NotApplicable)]
    public async Task What_did_not_pass_needs_no_sibling(ProbeOutcome outcome)
    {
        var report = await RunAsync(new SampleProbe("sibling", ProbeResult.Fail("down")), new SampleProbe("refusal", Result(outcome), "sibling"));

        Assert.Equal(outcome, report.Probes[1].Result.Outcome);
    }

    [Fact]
    public async Task What_the_operator_has_to_mend_first_is_inconclusive()
    {
        var report = await RunAsync(new SampleProbe("probe", _ => throw new OperatorException("The key is missing.")));

        Assert.Equal(ProbeResult.Inconclusive("The key is missing."), report.Probes[0].Result);
    }

    [Fact]
    public async Task A_probe_that_hangs_is_inconclusive_and_holds_up_no_other()
    {
        var report = await PostureRun.RunAsync(
            deployment.Target() with { Limits = new ProbeLimits { Probe = TimeSpan.FromMilliseconds(100) } },
            [new SampleProbe("hangs", Hang), new SampleProbe("quick", ProbeResult.Pass("done"))],
            CancellationToken);

        Assert.Equal(ProbeResult.Inconclusive("no result in time"), report.Probes[0].Result);
        Assert.Equal(ProbeResult.Pass("done"), report.Probes[1].Result);
    }

    [Fact]
    public async Task The_caller_can_end_a_run()
    {
        using var stop = new CancellationTokenSource();
        var run = PostureRun.RunAsync(deployment.Target(), [new SampleProbe("hangs", Hang)], stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Names_the_probes_when_one_is_asked_for_that_does_not_exist()
    {
        var problem = await Assert.ThrowsAsync<OperatorException>(() => PostureRun.RunAsync(deployment.Target(), ["edge.nothing"], CancellationToken));

        Assert.StartsWith("There is no probe 'edge.nothing'. The probes are: edge.versions, ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, ProbeOutcome.Pass, ProbeOutcome.NotApplicable)]
    [InlineData(0, ProbeOutcome.Pass, ProbeOutcome.Risk)]
    [InlineData(1, ProbeOutcome.Fail, ProbeOutcome.Inconclusive)]
    [InlineData(3, ProbeOutcome.Pass, ProbeOutcome.Inconclusive)]
    public async Task The_exit_status_tells_the_worst(int expected, params ProbeOutcome[] outcomes)
    {
        var report = await RunAsync([.. outcomes.Select((outcome, index) => new SampleProbe($"probe-{index}", Result(outcome)))]);

        Assert.Equal(expected, report.ExitStatus);
    }

    private static async Task<ProbeResult> Hang(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return ProbeResult.Fail("never reached");
    }

    private Task<PostureReport> RunAsync(params SampleProbe[] probes) => PostureRun.RunAsync(deployment.Target(), probes, CancellationToken);

    private static ProbeResult Result(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Pass => ProbeResult.Pass("seen"),
        ProbeOutcome.Fail => ProbeResult.Fail("seen"),
        ProbeOutcome.Inconclusive => ProbeResult.Inconclusive("seen"),
        ProbeOutcome.Risk => ProbeResult.Risk("seen"),
        ProbeOutcome.NotApplicable => ProbeResult.NotApplicable("seen"),
    };
}
