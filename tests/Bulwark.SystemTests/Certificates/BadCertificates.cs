using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.SystemTests.Certificates;

/// <summary>Client certificates that an outsider may come with, each wrong in one thing alone, and the files of a trust store that knows nothing of this test but its root.</summary>
internal sealed class BadCertificates
{
    /// <summary>The trust store of the load balancer that these are shown to.</summary>
    public const string Settings = """
        {
          "hosts": ["localhost"],
          "loadBalancer": {
            "connectionLog": true,
            "clientCertificates": { "authorities": ["root.pem"], "maxChainDepth": 2, "subjects": ["CN=edge-*,O=Example"], "revocation": { "files": ["root.crl.pem"] } }
          }
        }
        """;

    private const string Good = "CN=edge-1,O=Example";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const X509KeyUsageFlags Signs = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    private readonly X509Certificate2 _root = Root("CN=Root");
    private readonly X509Certificate2 _other = Root("CN=Another root");
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _second;
    private readonly CertificateRevocationListBuilder _revoked = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public BadCertificates()
    {
        _intermediate = Sign(_root, "CN=Intermediate", usages: [], keyUsage: Signs, isAuthority: true);
        _second = Sign(_intermediate, "CN=Second intermediate", usages: [], keyUsage: Signs, isAuthority: true);
    }

    /// <summary>Every kind, and why it is refused.</summary>
    public static IReadOnlyDictionary<string, ClientCertificateReason> Kinds { get; } = new Dictionary<string, ClientCertificateReason>(StringComparer.Ordinal)
    {
        ["none"] = ClientCertificateReason.NoCertificate,
        ["self-signed"] = ClientCertificateReason.Untrusted,
        ["of another CA"] = ClientCertificateReason.Untrusted,
        ["without its intermediate"] = ClientCertificateReason.Untrusted,
        ["expired"] = ClientCertificateReason.Expired,
        ["not yet valid"] = ClientCertificateReason.NotYetValid,
        ["revoked"] = ClientCertificateReason.Revoked,
        ["without EKU"] = ClientCertificateReason.MissingClientAuthEku,
        ["EKU serverAuth"] = ClientCertificateReason.MissingClientAuthEku,
        ["a CA as leaf"] = ClientCertificateReason.CaAsLeaf,
        ["key usage without digitalSignature"] = ClientCertificateReason.KeyUsage,
        ["below too many CAs"] = ClientCertificateReason.ChainTooDeep,
        ["of a subject that is not let in"] = ClientCertificateReason.SubjectNotAllowed,
        ["with an unknown critical extension"] = ClientCertificateReason.UnsupportedCertificate,
    };

    /// <summary>A new certificate of a kind, with what is sent beside it; null: none.</summary>
    public SslStreamCertificateContext? Mint(string kind) => kind switch
    {
        "none" => null,
        "good" => Send(Sign(_root, Good)),
        "good, with its intermediate" => Send(Sign(_intermediate, Good), _intermediate),
        "self-signed" => Send(Root(Good, isAuthority: false)),
        "of another CA" => Send(Sign(_other, Good)),
        "without its intermediate" => Send(Sign(_intermediate, Good)),
        "expired" => Send(Sign(_root, Good, notAfter: _now.AddMinutes(-1))),
        "not yet valid" => Send(Sign(_root, Good, notBefore: _now.AddHours(1))),
        "revoked" => Send(Revoke(Sign(_root, Good))),
        "without EKU" => Send(Sign(_root, Good, usages: [])),
        "EKU serverAuth" => Send(Sign(_root, Good, usages: [ServerAuth])),
        "a CA as leaf" => Send(Sign(_root, Good, keyUsage: X509KeyUsageFlags.DigitalSignature | Signs, isAuthority: true)),
        "key usage without digitalSignature" => Send(Sign(_root, Good, keyUsage: X509KeyUsageFlags.KeyEncipherment)),
        "below too many CAs" => Send(Sign(_second, Good), _second, _intermediate),
        "of a subject that is not let in" => Send(Sign(_root, "CN=edge-1,O=Somebody else")),
        "with an unknown critical extension" => Send(Sign(_root, Good, extra: new X509Extension("1.2.3.4", [5, 0], critical: true))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind"),
    };

    /// <summary>Writes what the settings name. Certificates that are revoked have to be minted before.</summary>
    public void WriteTrustStore(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "root.pem"), _root.ExportCertificatePem());
        var list = _revoked.Build(_root, 1, _now.AddDays(1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, _now.AddHours(-1));
        File.WriteAllText(Path.Combine(folder, "root.crl.pem"), PemEncoding.WriteString("X509 CRL", list));
    }

    private static SslStreamCertificateContext Send(X509Certificate2 leaf, params X509Certificate2[] beside) => SslStreamCertificateContext.Create(leaf, [.. beside], offline: true);

    private X509Certificate2 Revoke(X509Certificate2 leaf)
    {
        _revoked.AddEntry(leaf, _now.AddHours(-1), X509RevocationReason.KeyCompromise);
        return leaf;
    }

    private static X509Certificate2 Root(string name, bool isAuthority = true)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Request(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), isAuthority ? Signs : X509KeyUsageFlags.DigitalSignature, isAuthority ? [] : [ClientAuth], isAuthority)
            .CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
    }

    private X509Certificate2 Sign(
        X509Certificate2 issuer,
        string name,
        IReadOnlyList<string>? usages = null,
        X509KeyUsageFlags keyUsage = X509KeyUsageFlags.DigitalSignature,
        bool isAuthority = false,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null,
        X509Extension? extra = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, keyUsage, usages ?? [ClientAuth], isAuthority);
        if (extra is not null)
            request.CertificateExtensions.Add(extra);

        var generator = X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);
        using var certificate = request.Create(issuer.SubjectName, generator, notBefore ?? _now.AddDays(-1), notAfter ?? _now.AddDays(1), RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key, X509KeyUsageFlags keyUsage, IReadOnlyList<string> usages, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(keyUsage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (usages.Count > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], critical: false));
        return request;
    }
}
