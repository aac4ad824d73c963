using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Tests.Trust;

/// <summary>A trust store with every check on, a certificate that it takes, and the kinds that it refuses, each for one thing alone.</summary>
internal sealed class BadCertificates : IDisposable
{
    private readonly PkiFixture _fixture;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _stale;
    private readonly X509Certificate2 _revoked;

    public BadCertificates(PkiFixture fixture, TimeProvider time)
    {
        _fixture = fixture;
        _time = time;
        _root = Root("CN=Root");
        _stale = Root("CN=Root whose list is stale");
        _intermediate = Below(_root, "CN=Intermediate");
        _revoked = new TestLeaf { Subject = "CN=edge-revoked,O=Example" }.SignedBy(_root);
        Store = CreateStore(new TrustStoreOptions { MaxChainDepth = 2, Subjects = ["CN=edge-*,O=Example"] });
    }

    /// <summary>Takes what is good and refuses every kind.</summary>
    public TrustStore Store { get; }

    /// <summary>Takes only one key.</summary>
    public TrustStore PinnedStore => CreateStore(new TrustStoreOptions { MaxChainDepth = 2, Pins = ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] });

    /// <summary>Every kind, with the check that refuses it.</summary>
    public static IReadOnlyDictionary<string, ClientCertificateReason> Kinds { get; } = new Dictionary<string, ClientCertificateReason>(StringComparer.Ordinal)
    {
        ["none"] = ClientCertificateReason.NoCertificate,
        ["self-signed"] = ClientCertificateReason.Untrusted,
        ["of another CA"] = ClientCertificateReason.Untrusted,
        ["of another CA of the same name"] = ClientCertificateReason.Untrusted,
        ["without its intermediate"] = ClientCertificateReason.Untrusted,
        ["expired"] = ClientCertificateReason.Expired,
        ["not yet valid"] = ClientCertificateReason.NotYetValid,
        ["revoked"] = ClientCertificateReason.Revoked,
        ["of a CA whose list is stale"] = ClientCertificateReason.RevocationUnknown,
        ["without EKU"] = ClientCertificateReason.MissingClientAuthEku,
        ["EKU serverAuth"] = ClientCertificateReason.MissingClientAuthEku,
        ["EKU any"] = ClientCertificateReason.MissingClientAuthEku,
        ["a CA as leaf"] = ClientCertificateReason.CaAsLeaf,
        ["key usage without digitalSignature"] = ClientCertificateReason.KeyUsage,
        ["RSA of 1,024 bits"] = ClientCertificateReason.WeakKey,
        ["signed with SHA-1"] = ClientCertificateReason.WeakSignature,
        ["below too many CAs"] = ClientCertificateReason.ChainTooDeep,
        ["of a key that is not pinned"] = ClientCertificateReason.PinMismatch,
        ["of a subject that is not let in"] = ClientCertificateReason.SubjectNotAllowed,
        ["with an unknown critical extension"] = ClientCertificateReason.UnsupportedCertificate,
    };

    /// <summary>The store that refuses a kind, the leaf and what is sent with it.</summary>
    public (TrustStore Store, X509Certificate2? Leaf, X509Certificate2Collection Sent) Present(string kind)
    {
        var now = _time.GetUtcNow();
        return kind switch
        {
            "good" => (Store, Leaf().SignedBy(_root), []),
            "good, with its intermediate" => (Store, Leaf().SignedBy(_intermediate), [_intermediate]),
            "none" => (Store, null, []),
            "self-signed" => (Store, SelfSigned(), []),
            "of another CA" => (Store, Leaf().SignedBy(Root("CN=Another")), []),
            "of another CA of the same name" => (Store, Leaf().SignedBy(Root("CN=Root")), []),
            "without its intermediate" => (Store, Leaf().SignedBy(_intermediate), []),
            "expired" => (Store, Leaf(notAfter: now.AddMinutes(-1)).SignedBy(_root), []),
            "not yet valid" => (Store, Leaf(notBefore: now.AddHours(1)).SignedBy(_root), []),
            "revoked" => (Store, _revoked, []),
            "of a CA whose list is stale" => (Store, Leaf().SignedBy(_stale), []),
            "without EKU" => (Store, Leaf(usages: []).SignedBy(_root), []),
            "EKU serverAuth" => (Store, Leaf(usages: [Oids.ServerAuth]).SignedBy(_root), []),
            "EKU any" => (Store, Leaf(usages: ["2.5.29.37.0"]).SignedBy(_root), []),
            "a CA as leaf" => (Store, new TestLeaf { Subject = Subject, IsAuthority = true, KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign }.SignedBy(_root), []),
            "key usage without digitalSignature" => (Store, new TestLeaf { Subject = Subject, KeyUsage = X509KeyUsageFlags.KeyEncipherment }.SignedBy(_root), []),
            "RSA of 1,024 bits" => (Store, new TestLeaf { Subject = Subject, Key = RSA.Create(1024) }.SignedBy(_root), []),
            "signed with SHA-1" => (Store, new TestLeaf { Subject = Subject, Hash = HashAlgorithmName.SHA1 }.SignedBy(_root), []),
            "below too many CAs" => BelowTwoIntermediates(),
            "of a key that is not pinned" => (PinnedStore, Leaf().SignedBy(_root), []),
            "of a subject that is not let in" => (Store, new TestLeaf { Subject = "CN=edge-1,O=Somebody else" }.SignedBy(_root), []),
            "with an unknown critical extension" => (Store, new TestLeaf { Subject = Subject, Extra = new X509Extension("1.2.3.4", [5, 0], critical: true) }.SignedBy(_root), []),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind"),
        };
    }

    public void Dispose()
    {
        foreach (var certificate in new[] { _root, _intermediate, _stale, _revoked })
            certificate.Dispose();
    }

    private const string Subject = "CN=edge-1,O=Example";

    private static TestLeaf Leaf(DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, IReadOnlyList<string>? usages = null) =>
        new() { Subject = Subject, NotBefore = notBefore, NotAfter = notAfter, Usages = usages ?? [Oids.ClientAuth] };

    private (TrustStore Store, X509Certificate2? Leaf, X509Certificate2Collection Sent) BelowTwoIntermediates()
    {
        var second = Below(_intermediate, "CN=Second intermediate");
        return (Store, Leaf().SignedBy(second), [_intermediate, second]);
    }

    private X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClientAuth)], critical: false));
        return request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1));
    }

    private X509Certificate2 Root(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(30));
    }

    private static X509Certificate2 Below(X509Certificate2 issuer, string name) =>
        new TestLeaf { Subject = name, IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(issuer);

    private TrustStore CreateStore(TrustStoreOptions options)
    {
        var now = _time.GetUtcNow();
        options.Authorities = [_fixture.Write("roots.pem", $"{_root.ExportCertificatePem()}\n{_stale.ExportCertificatePem()}\n")];
        options.Revocation.Files =
        [
            _fixture.Write("root.crl.pem", new TestRevocationList { ThisUpdate = now.AddHours(-1), NextUpdate = now.AddDays(1), Revoked = [_revoked] }.SignedBy(_root)),
            _fixture.Write("stale.crl.pem", new TestRevocationList { ThisUpdate = now.AddDays(-3), NextUpdate = now.AddDays(-2) }.SignedBy(_stale)),
        ];
        return _fixture.Load(options);
    }
}
