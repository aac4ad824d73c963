using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Certificates;

/// <summary>Whoever comes to a running load balancer with a bad certificate reads no byte, whatever he speaks, and the connection log says why.</summary>
public sealed class BadCertificateTests
{
    private static readonly byte[] Http1 = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
    private static readonly (SslProtocols Version, SslApplicationProtocol Alpn)[] Ways =
    [
        (SslProtocols.Tls12, SslApplicationProtocol.Http11), (SslProtocols.Tls13, SslApplicationProtocol.Http11),
        (SslProtocols.Tls12, SslApplicationProtocol.Http2), (SslProtocols.Tls13, SslApplicationProtocol.Http2),
    ];

    [Fact]
    public async Task Each_bad_certificate_is_refused_for_its_own_reason_and_its_peer_reads_no_byte()
    {
        var certificates = new BadCertificates();
        var cases = BadCertificates.Kinds.Keys.SelectMany(kind => Ways.Select(way => (Kind: kind, Way: way, Certificate: certificates.Mint(kind)))).ToList();
        await using var instance = BulwarkInstance.Create(BadCertificates.Settings);
        certificates.WriteTrustStore(instance.Data);
        await instance.StartTiersAsync("load-balancer");

        foreach (var (kind, way, certificate) in cases)
        {
            // Twice with the same options: the second handshake resumes the first one's session where the server lets it.
            var tls = Client(instance, certificate, way);
            for (var i = 0; i < 2; i++)
                Assert.True(await CountBytesAsync(instance, tls) == 0, $"{kind}, {way.Version}, {way.Alpn}: bytes were sent");
        }

        foreach (var way in Ways)
        {
            foreach (var kind in new[] { "good", "good, with its intermediate" })
                Assert.True(await CountBytesAsync(instance, Client(instance, certificates.Mint(kind), way)) > 0, $"{kind}, {way.Version}, {way.Alpn}: refused");
        }

        var log = await ReadLogAsync(instance, last: "Accepted");
        Assert.All(cases, one => Assert.Equal(BadCertificates.Kinds[one.Kind].ToString(), ReasonOf(log, one.Certificate?.TargetCertificate)));
    }

    private static Task<int> CountBytesAsync(BulwarkInstance instance, SslClientAuthenticationOptions tls) =>
        RawTlsClient.CountApplicationBytesAsync(instance.LoadBalancerPort, tls, tls.ApplicationProtocols![0] == SslApplicationProtocol.Http2 ? Http2Frames.Preface : Http1);

    /// <summary>All lines about a certificate give one reason.</summary>
    private static string? ReasonOf(IReadOnlyList<JsonElement> log, X509Certificate2? certificate)
    {
        var fingerprint = certificate is null ? null : Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
        return Assert.Single(log.Where(line => line.GetProperty("leaf_client_cert_sha256").GetString() == fingerprint).Select(line => line.GetProperty("reason").GetString()).Distinct(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadLogAsync(BulwarkInstance instance, string last)
    {
        var file = Path.Combine(instance.Data, "log", "connections.jsonl");
        var text = "";
        await Deadline.UntilAsync(() => File.Exists(file) && (text = File.ReadAllText(file)).EndsWith('\n') && text.Contains($"\"reason\":\"{last}\"", StringComparison.Ordinal));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static SslClientAuthenticationOptions Client(BulwarkInstance instance, SslStreamCertificateContext? certificate, (SslProtocols Version, SslApplicationProtocol Alpn) way) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = way.Version,
        ApplicationProtocols = [way.Alpn],
        ClientCertificateContext = certificate,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(instance.Pki("origin-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
