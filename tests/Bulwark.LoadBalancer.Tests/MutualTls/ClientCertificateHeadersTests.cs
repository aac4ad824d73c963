using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class ClientCertificateHeadersTests
{
    private const string Prefix = "X-Amzn-Mtls-Clientcert-";

    private const string Forged = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "X-Amzn-Mtls-Clientcert-Subject: CN=forged\r\nX-Amzn-Mtls-Clientcert: forged\r\nX_Amzn_Mtls_Clientcert_Leaf: forged\r\n\r\n";

    [Theory]
    [InlineData(PkiFolder.Edge, MutualTlsMode.Verify)]
    [InlineData(PkiFolder.EdgeClient, MutualTlsMode.Verify)]
    [InlineData(PkiFolder.EdgeClient, MutualTlsMode.Off)]
    public async Task Tells_the_tiers_behind_who_has_been_verified(string name, MutualTlsMode mode)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = mode);
        using var leaf = lb.Leaf(name);

        var headers = await ForwardAsync(lb, leaf);

        Assert.Equal(leaf.SerialNumber, Value(headers, "Serial-Number"));
        Assert.Equal($"CN=bulwark-{name}", Value(headers, "Subject"));
        Assert.Equal(leaf.Issuer, Value(headers, "Issuer"));
        Assert.Equal($"NotBefore={leaf.ValidFrom:yyyy-MM-ddTHH:mm:ssZ};NotAfter={leaf.ValidUntil:yyyy-MM-ddTHH:mm:ssZ}", Value(headers, "Validity"));
        var sent = Value(headers, "Leaf");
        Assert.StartsWith("-----BEGIN%20CERTIFICATE-----%0A", sent, StringComparison.Ordinal);
        using var decoded = X509Certificate2.CreateFromPem(Uri.UnescapeDataString(sent));
        Assert.Equal(leaf.Thumbprint, decoded.Thumbprint);
        Assert.DoesNotContain(headers, header => header.Contains("forged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MutualTlsMode.Off)]
    [InlineData(MutualTlsMode.Audit)]
    public async Task Says_nothing_of_a_stranger(MutualTlsMode mode)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = mode);
        using var admin = lb.Leaf(PkiFolder.AdminClient);

        Assert.DoesNotContain(await ForwardAsync(lb, leaf: null), header => header.StartsWith("X-Amzn-", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(await ForwardAsync(lb, admin), header => header.StartsWith("X-Amzn-", StringComparison.OrdinalIgnoreCase));
    }

    private static string Value(string[] headers, string name) =>
        Assert.Single(headers, header => header.StartsWith($"{Prefix}{name}:", StringComparison.OrdinalIgnoreCase))[(Prefix.Length + name.Length + 2)..];

    private static async Task<string[]> ForwardAsync(LoadBalancerFixture lb, X509Certificate2? leaf)
    {
        await using var tier = new RawTier(lb.Socket("data-api"));
        await using var client = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf));
        await client.SendAsync(Forged);
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        return await tier.NextAsync();
    }
}
