using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Tests.TargetGroups;

/// <summary>The target is another load balancer: it asks for a client certificate, and its own names <c>localhost</c>.</summary>
public sealed class TargetTlsTests
{
    [Theory]
    [InlineData("localhost", "public-ca", PkiFolder.Edge, 502)]
    [InlineData("elsewhere.example.org", "origin-ca", PkiFolder.Edge, 502)]
    [InlineData("localhost", "origin-ca", null, 502)]
    [InlineData("localhost", "origin-ca", PkiFolder.Edge, 200)]
    public async Task Checks_the_target_in_full_and_shows_a_certificate(string serverName, string trustStore, string? leaf, int status)
    {
        await using var target = await LoadBalancerFixture.StartAsync();
        await using var tier = await StandInTier.StartAsync(target.Socket(Tiers.Homeserver), context => context.Response.WriteAsync("there"));
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.TargetGroups = new Dictionary<string, TargetGroupOptions>(StringComparer.Ordinal)
        {
            [Tiers.Homeserver] = new()
            {
                Targets = [$"https://127.0.0.1:{target.Port}"],
                HealthCheck = new() { Enabled = false },
                Tls = new()
                {
                    ServerName = serverName,
                    TrustStore = target.Folder.Certificate(trustStore),
                    Certificate = leaf is null ? null : new CertificateOptions { CertificateFile = target.Folder.Certificate(leaf), KeyFile = target.Folder.Key(leaf) },
                },
            },
        });

        var answer = await lb.ExchangeAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }
}
