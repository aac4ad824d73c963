using System.Globalization;
using System.Text.Json;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Attacks;

/// <summary>What testssl finds at both tiers. Runs only when asked for: <c>tests/attacks</c>.</summary>
public sealed class TlsScanTests
{
    private static readonly string[] Harmless = ["OK", "INFO", "LOW", "DEBUG"];

    /// <summary>What a private CA brings with it: it is in no store, and names no address for revocations, because Bulwark reads its lists from files.</summary>
    private static readonly string[] PrivateAuthority = ["cert_chain_of_trust", "cert_revocation", "overall_grade", "grade_cap_reason_1"];

    /// <summary>
    /// Of this testssl 3.0.8 says by chance that it is not supported, or (a WARN of its own, "connect problem") that it could not look: a ticket of TLS 1.3 comes after the handshake, its
    /// <c>openssl s_client</c> has mostly left by then, and then offers an empty file, at which s_client gives up. What is resumed and what is not, ResumptionTests and
    /// MutualTlsHandshakeTests show. Any other check that testssl does not manage fails the test.
    /// </summary>
    private const string NotLookedAt = "sessionresumption_ticket";

    [Theory(Explicit = true)]
    [InlineData("edge")]
    [InlineData("load balancer")]
    public async Task Finds_nothing_above_LOW_but_what_a_private_CA_brings_with_it(string tier)
    {
        AttackTool.Need("testssl");
        await using var tiers = await AttackedTiers.StartAsync();
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "findings.json");
        var port = (tier == "edge" ? tiers.Instance.EdgePort : tiers.Instance.LoadBalancerPort).ToString(CultureInfo.InvariantCulture);

        await AttackTool.RunAsync("testssl", "--quiet", "--color", "0", "--warnings", "off", "--jsonfile", file, $"localhost:{port}");

        using var findings = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var all = findings.RootElement.EnumerateArray().Select(finding => (Id: Text(finding, "id"), Severity: Text(finding, "severity"), Finding: Text(finding, "finding"))).ToList();
        Assert.Contains(all, finding => finding is { Id: "TLS1_3", Severity: "OK" });
        Assert.All(all, finding => Assert.True(IsHarmless(finding.Id, finding.Severity), $"{finding.Severity}: {finding.Id}: {finding.Finding}"));
    }

    private static bool IsHarmless(string finding, string severity) =>
        Harmless.Contains(severity, StringComparer.Ordinal) || PrivateAuthority.Contains(finding, StringComparer.Ordinal) || (finding == NotLookedAt && severity == "WARN");

    private static string Text(JsonElement finding, string property) => finding.GetProperty(property).GetString()!;
}
