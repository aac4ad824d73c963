using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.Testing.Certificates;

/// <summary>A trust store with every check on, certificates that it takes, and the kinds that it refuses, each for one thing alone.</summary>
public sealed class BadCertificates : IDisposable
{
    private const string Subject = "CN=edge-1,O=Example";
    private const string Subjects = "CN=edge-*,O=Example";
    private const string OtherPin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const int MaxChainDepth = 2;

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _stale;
    private readonly X509Certificate2 _revoked;

    /// <param name="folder">Gets the files of the trust store.</param>
    /// <param name="time">The clock of who verifies.</param>
    public BadCertificates(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        _root = Root("CN=Root");
        _stale = Root("CN=Root whose list is stale");
        _intermediate = Below(_root, "CN=Intermediate");
        _revoked = new TestLeaf { Subject = "CN=edge-revoked,O=Example" }.SignedBy(_root);
        WriteTrustStore();
    }

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
        [NotPinned] = ClientCertificateReason.PinMismatch,
        ["of a subject that is not let in"] = ClientCertificateReason.SubjectNotAllowed,
        ["with an unknown critical extension"] = ClientCertificateReason.UnsupportedCertificate,
    };

    /// <summary>The kinds that are not refused.</summary>
    public static IReadOnlyList<string> GoodKinds { get; } = ["good", "good, with its intermediate"];

    /// <summary>The one kind that is bad only for a trust store that pins a key: <see cref="PinnedOptions"/>.</summary>
    public const string NotPinned = "of a key that is not pinned";

    /// <summary>The trust store that takes what is good and refuses every kind but <see cref="NotPinned"/>.</summary>
    public TrustStoreOptions Options => CreateOptions() with { Subjects = [Subjects] };

    /// <summary>The trust store that takes one key alone, which nobody has.</summary>
    public TrustStoreOptions PinnedOptions => CreateOptions() with { Pins = [OtherPin] };

    /// <summary>The trust store that has to refuse a kind.</summary>
    public TrustStoreOptions OptionsFor(string kind) => kind == NotPinned ? PinnedOptions : Options;

    /// <summary>The leaf of a kind, and what is sent with it.</summary>
    public (X509Certificate2? Leaf, X509Certificate2Collection Sent) Present(string kind)
    {
        var now = _time.GetUtcNow();
        return kind switch
        {
            "good" or NotPinned => (Leaf().SignedBy(_root), []),
            "good, with its intermediate" => (Leaf().SignedBy(_intermediate), [_intermediate]),
            "none" => (null, []),
            "self-signed" => (SelfSigned(), []),
            "of another CA" => (Leaf().SignedBy(Root("CN=Another")), []),
            "of another CA of the same name" => (Leaf().SignedBy(Root("CN=Root")), []),
            "without its intermediate" => (Leaf().SignedBy(_intermediate), []),
            "expired" => (Leaf(notAfter: now.AddMinutes(-1)).SignedBy(_root), []),
            "not yet valid" => (Leaf(notBefore: now.AddHours(1)).SignedBy(_root), []),
            "revoked" => (_revoked, []),
            "of a CA whose list is stale" => (Leaf().SignedBy(_stale), []),
            "without EKU" => (Leaf(usages: []).SignedBy(_root), []),
            "EKU serverAuth" => (Leaf(usages: [Oids.ServerAuth]).SignedBy(_root), []),
            "EKU any" => (Leaf(usages: ["2.5.29.37.0"]).SignedBy(_root), []),
            "a CA as leaf" => (new TestLeaf { Subject = Subject, IsAuthority = true, KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign }.SignedBy(_root), []),
            "key usage without digitalSignature" => (new TestLeaf { Subject = Subject, KeyUsage = X509KeyUsageFlags.KeyEncipherment }.SignedBy(_root), []),
            "RSA of 1,024 bits" => (new TestLeaf { Subject = Subject, Key = RSA.Create(1024) }.SignedBy(_root), []),
            "signed with SHA-1" => (new TestLeaf { Subject = Subject, Hash = HashAlgorithmName.SHA1 }.SignedBy(_root), []),
            "below too many CAs" => BelowTwoIntermediates(),
            "of a subject that is not let in" => (new TestLeaf { Subject = "CN=edge-1,O=Somebody else" }.SignedBy(_root), []),
            "with an unknown critical extension" => (new TestLeaf { Subject = Subject, Extra = new X509Extension("1.2.3.4", [5, 0], critical: true) }.SignedBy(_root), []),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind"),
        };
    }

    public void Dispose()
    {
        foreach (var certificate in new[] { _root, _intermediate, _stale, _revoked })
            certificate.Dispose();
    }

    private static TestLeaf Leaf(DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, IReadOnlyList<string>? usages = null) =>
        new() { Subject = Subject, NotBefore = notBefore, NotAfter = notAfter, Usages = usages ?? [Oids.ClientAuth] };

    private (X509Certificate2? Leaf, X509Certificate2Collection Sent) BelowTwoIntermediates()
    {
        var second = Below(_intermediate, "CN=Second intermediate");
        return (Leaf().SignedBy(second), [second, _intermediate]);
    }

    private X509Certificate2 SelfSigned()
    {
        var request = new CertificateRequest(Subject, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClientAuth)], critical: false));
        return request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1));
    }

    private X509Certificate2 Root(string name)
    {
        var request = new CertificateRequest(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(30));
    }

    private static X509Certificate2 Below(X509Certificate2 issuer, string name) =>
        new TestLeaf { Subject = name, IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(issuer);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void WriteTrustStore()
    {
        var now = _time.GetUtcNow();
        File.WriteAllText(PathOf("roots.pem"), $"{_root.ExportCertificatePem()}\n{_stale.ExportCertificatePem()}\n");
        File.WriteAllText(PathOf("root.crl.pem"), new TestRevocationList { ThisUpdate = now.AddHours(-1), NextUpdate = now.AddDays(1), Revoked = [_revoked] }.SignedBy(_root));
        File.WriteAllText(PathOf("stale.crl.pem"), new TestRevocationList { ThisUpdate = now.AddDays(-3), NextUpdate = now.AddDays(-2) }.SignedBy(_stale));
    }

    private TrustStoreOptions CreateOptions() => new()
    {
        Authorities = [PathOf("roots.pem")],
        MaxChainDepth = MaxChainDepth,
        Revocation = { Files = [PathOf("root.crl.pem"), PathOf("stale.crl.pem")] },
    };
}
