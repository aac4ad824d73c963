using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class AdminPlaneIsClosedTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "admin.closed";

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Passes_when_everything_is_refused(int status) => Is(ProbeOutcome.Pass, "6 of 6 paths refused", await RunAsync(_ => BrokenListener.Response(status)));

    [Fact]
    public async Task Passes_when_the_connection_is_closed() => Is(ProbeOutcome.Pass, "6 of 6 paths refused", await RunAsync(_ => ""));

    [Theory]
    [InlineData("/api/users")]
    [InlineData("/metrics")]
    public async Task Fails_when_one_path_is_served(string path) =>
        Is(ProbeOutcome.Fail, $"GET {path} answers HTTP 200, not 401, 403 or 404", await RunAsync(request => BrokenListener.Response(request.Target == path ? 200 : 401)));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() => Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);

    [Fact]
    public async Task Does_not_apply_to_another_deployment() =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Id, Deployment.Target() with { Admin = null })).Outcome);

    private async Task<ProbeResult> RunAsync(Func<ReceivedRequest, string> answers)
    {
        await using var admin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.AdminServer), Answers = answers }.Start();
        return await RunAsync(Id, Deployment.Target(admin: admin));
    }
}
