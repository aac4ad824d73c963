using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Status;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Tests.Status;

public sealed class ResidualRisksTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2030-01-03T00:00:00Z", "2030-01-04T00:00:00Z", "")]
    [InlineData("2030-01-01T00:00:00Z", "2030-01-04T00:00:00Z", "the revocation list of CN=X has been stale since 2030-01-01 00:00:00Z: what it revoked since passes the lock, and from 2030-01-04 00:00:00Z on it refuses all its certificates")]
    [InlineData("2030-01-01T00:00:00Z", "2030-01-01T12:00:00Z", "the revocation list of CN=X has been stale since 2030-01-01 00:00:00Z, and the lock refuses its certificates")]
    public void Tells_a_stale_revocation_list_once_and_what_closes_it(string nextUpdate, string countsUntil, string expected)
    {
        using var directory = new TemporaryDirectory();
        var list = $$"""{ "revocationLists": [{ "issuer": "CN=X", "number": "1", "nextUpdate": "{{nextUpdate}}", "countsUntil": "{{countsUntil}}", "entries": 0 }] }""";
        using var seen = JsonDocument.Parse($$"""{ "listeners": [{{list}}, {{list}}] }""");
        var report = Report(directory) with { Lock = seen.RootElement };

        var risks = ResidualRisks.Of(report, inForce: null, new DataDirectory(directory.Path), new FakeTimeProvider(Now)).ToList();

        Assert.Equal(expected, string.Join('|', risks.Select(risk => risk.Risk)));
        Assert.All(risks, risk => Assert.Equal($"put the newest list in its place, then: bulwark pki reload --data {directory.Path}", risk.Command));
    }

    [Fact]
    public void Tells_a_key_of_samples_that_lies_beside_them()
    {
        using var directory = new TemporaryDirectory();
        var key = Path.Combine(Directory.CreateDirectory(directory["secrets"]).FullName, "waf-samples.key");
        File.WriteAllText(key, "");

        var risk = Assert.Single(ResidualRisks.Of(Report(directory), inForce: null, new DataDirectory(directory.Path), new FakeTimeProvider(Now)));

        Assert.Equal($"{key}, which opens the samples of the firewall, lies beside them: whoever copies the folder can read them", risk.Risk);
        Assert.Equal($"mv {key} FILE, then: bulwark waf samples --key FILE --data {directory.Path}", risk.Command);
    }

    private static StatusReport Report(TemporaryDirectory directory) => new()
    {
        Data = directory.Path,
        Revision = new RevisionStatus(1, 1, null, 0, null),
        Tiers = [],
        Certificates = [],
        RateLimits = new Dictionary<string, JsonElement>(StringComparer.Ordinal),
        Risks = [],
    };
}
