using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class RevocationTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData(MutualTlsMode.Verify)]
    [InlineData(MutualTlsMode.Audit)]
    public async Task A_revocation_refuses_the_next_connection_and_ends_the_open_ones(MutualTlsMode mode)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.Lock.Grace = TimeSpan.FromMilliseconds(50));
        using var origin = lb.OriginCa();
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        WriteList(lb, origin, number: 2);
        Put(lb, mode);
        await using var open = await lb.ConnectAsync();
        await using var edge = await lb.ConnectAsync(PkiFolder.Edge);
        await AskAsync(open);

        WriteList(lb, origin, number: 3, leaf);
        using (var prepared = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>().PrepareAgain())
            prepared.PutIntoForce();

        // In audit its holder may come again, as a stranger.
        var bytes = await RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf), System.Text.Encoding.ASCII.GetBytes(Request));
        Assert.Equal(mode == MutualTlsMode.Audit, bytes > 0);
        Assert.Equal("", await open.ReadToEndAsync());
        await AskAsync(edge);
        if (mode == MutualTlsMode.Audit)
            Assert.All(lb.Services.GetRequiredService<AuditRecord>().Report().Entries, entry => Assert.Equal(ClientCertificateReason.Revoked, entry.Reason));
    }

    [Fact]
    public async Task A_list_is_remembered_when_it_is_in_force_and_not_before()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var origin = lb.OriginCa();
        var memory = Path.Combine(lb.Environment.Data.Pki, "crl-numbers.json");
        var before = Memory();
        WriteList(lb, origin, number: 4711);
        var swap = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>();

        swap.PrepareAgain().Dispose();
        Assert.Equal(before, Memory());

        using (var prepared = swap.PrepareAgain())
            prepared.PutIntoForce();
        Assert.Contains("4711", Memory(), StringComparison.Ordinal);

        string Memory() => File.Exists(memory) ? File.ReadAllText(memory) : "";
    }

    private static async Task AskAsync(RawTlsClient client)
    {
        await client.SendAsync(Request);
        Assert.StartsWith("HTTP/1.1 302 ", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    private static void Put(LoadBalancerFixture lb, MutualTlsMode mode)
    {
        var options = new LoadBalancerOptions
        {
            Listen = new() { Address = "127.0.0.1", Port = 0 },
            MutualTls = mode,
            Lock = new() { Grace = TimeSpan.FromMilliseconds(50) },
        };
        using var prepared = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>().Prepare(options, lb.Environment);
        prepared.PutIntoForce();
    }

    private static void WriteList(LoadBalancerFixture lb, CertificateAuthority origin, int number, params X509Certificate2[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var leaf in revoked)
            builder.AddEntry(leaf);

        var list = builder.Build(origin.Certificate, number, TimeProvider.System.GetUtcNow().AddDays(1), HashAlgorithmName.SHA256);
        File.WriteAllBytes(new PkiFolder(lb.Environment.Data).RevocationList(PkiFolder.OriginCa), list);
    }
}
