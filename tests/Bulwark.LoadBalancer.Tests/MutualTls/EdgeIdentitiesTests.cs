using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class EdgeIdentitiesTests
{
    private const string Forged = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: chat.example.org\r\nX-Request-Id: given-by-peer\r\n"
        + "CF-Connecting-IP: 1.1.1.1\r\nTrue-Client-IP: 1.1.1.1\r\nX-Real-IP: 1.1.1.1\r\nX-Amzn-Mtls-Clientcert-Subject: CN=admin\r\nX-Original-URL: /_synapse/admin\r\n"
        + "X-HTTP-Method-Override: DELETE\r\nX_Forwarded_For: 1.1.1.1\r\nX_Original_Url: /_synapse/admin\r\nForwarded: for=1.1.1.1\r\n"
        + "X-Hasura-Role: staff\r\nAuthorization: Bearer abc\r\n\r\n";

    [Fact]
    public async Task Believes_the_edge()
    {
        var headers = await ForwardAsync(PkiFolder.Edge);

        Assert.Equal("X-Forwarded-For: 203.0.113.7", Line(headers, "X-Forwarded-For"));
        Assert.Equal("X-Forwarded-Proto: http", Line(headers, "X-Forwarded-Proto"));
        Assert.Equal("X-Forwarded-Host: chat.example.org", Line(headers, "X-Forwarded-Host"));
        Assert.Equal("X-Request-Id: given-by-peer", Line(headers, "X-Request-ID"));
    }

    [Theory]
    [InlineData(MutualTlsMode.Verify)]
    [InlineData(MutualTlsMode.Off)]
    public async Task Believes_no_other_holder_of_a_good_certificate(MutualTlsMode mode)
    {
        var headers = await ForwardAsync(PkiFolder.EdgeClient, mode);

        Assert.Equal("X-Forwarded-For: 127.0.0.1", Line(headers, "X-Forwarded-For"));
        Assert.Equal("X-Forwarded-Proto: https", Line(headers, "X-Forwarded-Proto"));
        Assert.Equal("X-Forwarded-Host: localhost", Line(headers, "X-Forwarded-Host"));
        Assert.Matches("^X-Request-Id: [0-9a-f]{32}$", Line(headers, "X-Request-ID"));
    }

    [Fact]
    public async Task Believes_the_edge_and_nobody_without_a_certificate_when_the_lock_is_off()
    {
        Assert.Equal("X-Forwarded-For: 203.0.113.7", Line(await ForwardAsync(PkiFolder.Edge, MutualTlsMode.Off), "X-Forwarded-For"));
        Assert.Equal("X-Forwarded-For: 127.0.0.1", Line(await ForwardAsync(leaf: null, MutualTlsMode.Off), "X-Forwarded-For"));
    }

    [Fact]
    public async Task Believes_only_the_identities_that_the_settings_name()
    {
        var headers = await ForwardAsync(PkiFolder.Edge, configure: options => options.EdgeIdentities = ["edge-of-another-name"]);

        Assert.Equal("X-Forwarded-For: 127.0.0.1", Line(headers, "X-Forwarded-For"));
    }

    [Theory]
    [InlineData(PkiFolder.Edge)]
    [InlineData(PkiFolder.EdgeClient)]
    public async Task Removes_from_everybody_what_no_tier_of_ours_sets_and_leaves_the_rest(string leaf)
    {
        var headers = await ForwardAsync(leaf);

        Assert.DoesNotContain(headers, header => header.Contains("1.1.1.1", StringComparison.Ordinal) || header.Contains("_synapse", StringComparison.Ordinal));
        Assert.DoesNotContain(headers, header => header.Contains("CN=admin", StringComparison.Ordinal) || header.Contains("DELETE", StringComparison.Ordinal));
        Assert.Contains("X-Hasura-Role: staff", headers, StringComparer.Ordinal);
        Assert.Contains("Authorization: Bearer abc", headers, StringComparer.Ordinal);
        Assert.Contains("Host: localhost", headers, StringComparer.Ordinal);
    }

    private static async Task<string[]> ForwardAsync(string? leaf, MutualTlsMode mode = MutualTlsMode.Verify, Action<LoadBalancerOptions>? configure = null)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = mode;
            configure?.Invoke(options);
        });
        await using var tier = new RawTier(lb.Socket("data-api"));
        using var certificate = leaf is null ? null : lb.Leaf(leaf);
        await using var client = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(certificate));
        await client.SendAsync(Forged);
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        return await tier.NextAsync();
    }

    private static string Line(string[] headers, string name) => Assert.Single(headers, header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
}
