using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;
using Bulwark.Testing.Certificates;

namespace Bulwark.SystemTests.Certificates;

/// <summary>Whoever comes to a running load balancer with a bad certificate reads no byte, whatever he speaks, and the connection log says why.</summary>
public sealed class BadCertificateTests
{
    /// <summary>The trust store is one that knows nothing of this test but its roots.</summary>
    private const string Settings = """
        {
          "hosts": ["localhost"],
          "loadBalancer": {
            "connectionLog": true,
            "clientCertificates": {
              "authorities": ["roots.pem"], "maxChainDepth": 2, "subjects": ["CN=edge-*,O=Example"], "revocation": { "files": ["root.crl.pem", "stale.crl.pem"] }
            }
          }
        }
        """;

    [Fact]
    public async Task Each_bad_certificate_is_refused_for_its_own_reason_and_its_peer_reads_no_byte()
    {
        await using var instance = BulwarkInstance.Create(Settings);
        using var certificates = new BadCertificates(instance.Data, TimeProvider.System);
        await instance.StartTiersAsync("load-balancer");
        var kinds = BadCertificates.Kinds.Keys.Where(kind => kind != BadCertificates.NotPinned);
        var cases = kinds.SelectMany(kind => TlsWay.All.Select(way => (Kind: kind, Way: way, Chain: certificates.Present(kind)))).ToList();

        foreach (var (kind, way, (leaf, sent)) in cases)
        {
            // Twice with the same options: the second handshake resumes the first one's session where the server lets it.
            var tls = way.Present(leaf, sent, instance.Pki("origin-ca.pem"));
            for (var i = 0; i < 2; i++)
                Assert.True(await way.CountBytesAsync(instance.LoadBalancerPort, tls) == 0, $"{kind}, {way}: bytes were sent");
        }

        foreach (var way in TlsWay.All)
        {
            foreach (var kind in BadCertificates.GoodKinds)
            {
                var (leaf, sent) = certificates.Present(kind);
                Assert.True(await way.CountBytesAsync(instance.LoadBalancerPort, way.Present(leaf, sent, instance.Pki("origin-ca.pem"))) > 0, $"{kind}, {way}: refused");
            }
        }

        var log = await ReadLogAsync(instance, last: "Accepted");
        Assert.All(cases, one => Assert.Equal(BadCertificates.Kinds[one.Kind].ToString(), ReasonOf(log, one.Chain.Leaf)));
    }

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
}
