using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Posture.Tests.Probes;

public sealed class UnlockKeyLiesElsewhereTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "files.unlock-key";

    [Fact]
    public async Task Tells_the_risk_and_what_closes_it() => Is(
        ProbeOutcome.Risk, $"{Deployment.Folder.UnlockKey} lies beside the keys; 'bulwark pki unlock move FILE' moves it out", await RunAsync(Id, Deployment.Target()));

    [Fact]
    public async Task Passes_when_it_is_elsewhere()
    {
        using var directory = new TemporaryDirectory();
        var data = new DataDirectory(directory.Path);

        Is(ProbeOutcome.Pass, $"{Path.Combine(data.Pki, "unlock.key")} is not there", await RunAsync(Id, Deployment.Target() with { Data = data }));
    }

    [Fact]
    public async Task Does_not_apply_to_another_deployment() =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Id, Deployment.Target() with { Data = null })).Outcome);
}
