namespace Bulwark.Posture.Tests;

/// <summary>Runs one probe of the table.</summary>
public abstract class ProbeFixture(Deployment deployment)
{
    /// <summary>Limits for a server that never answers.</summary>
    protected static ProbeLimits Impatient { get; } = new() { Answer = TimeSpan.FromSeconds(1) };

    protected Deployment Deployment { get; } = deployment;

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    protected static Task<ProbeResult> RunAsync(string id, PostureTarget target) =>
        ProbeTable.All.Single(probe => probe.Id == id).RunAsync(target, CancellationToken);

    /// <summary>Runs a probe against an edge with the given answers.</summary>
    protected async Task<ProbeResult> RunAsync(string id, Func<ReceivedRequest, string> edge)
    {
        await using var listener = BrokenListener.Edge(Deployment, edge);
        return await RunAsync(id, Deployment.Target(listener));
    }

    protected static void Is(ProbeOutcome outcome, string evidence, ProbeResult result)
    {
        Assert.Equal(evidence, result.Evidence);
        Assert.Equal(outcome, result.Outcome);
    }
}
