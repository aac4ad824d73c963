using System.Globalization;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary><c>bulwark verify</c> against the whole system.</summary>
public sealed class VerifyTests
{
    private const string RefusalProbes =
        "origin.mtls.any-eku origin.mtls.expired origin.mtls.no-certificate origin.mtls.no-certificate-tls12 origin.mtls.no-eku origin.mtls.not-yet-valid " +
        "origin.mtls.revoked origin.mtls.self-signed origin.mtls.server-auth origin.mtls.stripped-chain origin.mtls.wrong-ca";

    [Fact]
    public async Task Every_probe_passes_on_a_fresh_instance()
    {
        await using var instance = await BulwarkInstance.StartAsync();

        var (status, output, results) = await VerifyAsync(instance);

        Assert.True(status == 0, output);
        Assert.All(results, probe => Assert.Equal((probe.Id, probe.Id == "files.unlock-key" ? "risk" : "pass"), probe));
        Assert.Contains("origin.mtls.no-certificate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_lock_off_exactly_the_refusal_probes_fail()
    {
        await using var instance = await BulwarkInstance.StartAsync("""{ "loadBalancer": { "mutualTls": "off" } }""");

        var (status, output, results) = await VerifyAsync(instance);

        Assert.True(status == 1, output);
        Assert.Equal(RefusalProbes, string.Join(' ', results.Where(probe => probe.Result == "fail").Select(probe => probe.Id).Order(StringComparer.Ordinal)));
        Assert.Equal("pass", results.Single(probe => probe.Id == "origin.mtls.edge-client").Result);
        Assert.Contains("'off'", instance.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_that_is_down_proves_nothing()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        await instance.StopAsync();

        // Nobody is left to ask, and at the default ports another instance may listen.
        var (status, output, _) = await VerifyAsync(instance, "--port-offset", instance.PortOffset.ToString(CultureInfo.InvariantCulture));

        Assert.True(status == 3, output);
    }

    private static async Task<(int Status, string Output, IReadOnlyList<(string Id, string Result)> Results)> VerifyAsync(BulwarkInstance instance, params string[] arguments)
    {
        var report = Path.Combine(instance.Data, "report.json");
        var result = await instance.VerbAsync(["verify", "--json", report, .. arguments]);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report))!;
        return (result.ExitCode, result.Output + result.Error, [.. json["probes"]!.AsArray().Select(probe => ((string)probe!["id"]!, (string)probe["result"]!))]);
    }
}
