using Bulwark.Core.Usage;
using Bulwark.Pki;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task Knows_its_listeners_groups_and_peers()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.Listeners = [new() { Name = "canary", Listen = new() { Address = "127.0.0.1", Port = 0 } }]);
        var usage = lb.Services.GetRequiredService<Usage>();
        var record = lb.Services.GetRequiredService<UsageRecord>();
        usage.Look();
        var before = record.TakeChanges()!.Entries;
        Assert.Null(before["listener/default"].LastUsed);
        Assert.Null(before["target-group/homeserver"].LastUsed);

        await lb.ExchangeAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        usage.Look();

        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var authority = CertificateFiles.LoadCertificate(new PkiFolder(lb.Environment.Data).Certificate(PkiFolder.OriginCa));
        var after = record.TakeChanges()!.Entries;
        Assert.Equal(
            [$"ca/{Fingerprints.Of(authority)}", $"client/{Fingerprints.Of(leaf)}", "listener/default", "target-group/homeserver"],
            after.Where(entry => entry.Value.LastUsed is not null).Select(entry => entry.Key), StringComparer.Ordinal);
        Assert.Contains("listener/canary", after.Keys, StringComparer.Ordinal);
    }
}
