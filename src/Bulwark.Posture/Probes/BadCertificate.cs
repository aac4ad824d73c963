using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture.Probes;

/// <summary>Client certificates that no load balancer may take, minted in memory.</summary>
internal static class BadCertificate
{
    private const string CommonName = "bulwark-probe";

    // RFC 5280, section 4.2.1.12
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";

    /// <summary>Looks right and is signed by a CA that merely bears the right name.</summary>
    public static X509Certificate2 OfAnotherAuthority(PostureTarget target)
    {
        var name = target.Credentials?.OriginTrust()?.Authorities[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? CommonName;
        using var stranger = CertificateAuthority.Create(name, target.Time);
        return stranger.IssueClient(CommonName);
    }

    /// <summary>Signed by the right CA for servers.</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 ForServersOnly(PostureTarget target) =>
        Issue(target, new LeafProfile { CommonName = CommonName, Usages = [Oids.ServerAuth] });

    /// <summary>Signed by the right CA and silent about its use, which many servers take for "every use".</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 WithoutUsage(PostureTarget target) =>
        Issue(target, new LeafProfile { CommonName = CommonName, Usages = [] });

    /// <summary>Right in everything and two minutes too old.</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 Expired(PostureTarget target) => Issue(target, new LeafProfile
    {
        CommonName = CommonName,
        Usages = [Oids.ClientAuth],
        Backdated = TimeSpan.FromDays(1),
        Lifetime = TimeSpan.FromMinutes(-2),
    });

    /// <summary>Right in everything but that its time has not come.</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 NotYetValid(PostureTarget target) => Issue(target, new LeafProfile
    {
        CommonName = CommonName,
        Usages = [Oids.ClientAuth],
        Backdated = TimeSpan.FromHours(-1),
        Lifetime = TimeSpan.FromDays(1),
    });

    /// <summary>Signed by the right CA for any use, which names none.</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 ForAnyUsage(PostureTarget target) =>
        Issue(target, new LeafProfile { CommonName = CommonName, Usages = [AnyExtendedKeyUsage] });

    /// <summary>Right in everything and taken back.</summary>
    /// <exception cref="OperatorException">There is none, or it cannot be used.</exception>
    public static X509Certificate2 Revoked(PostureTarget target) => target.Credentials?.Revoked()
        ?? throw new OperatorException("needs a revoked client certificate, which is not at hand for this deployment: name it with --revoked-cert and --revoked-key");

    /// <summary>Signed by nobody but itself.</summary>
    public static X509Certificate2 SelfSigned(PostureTarget target)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = target.Time.GetUtcNow();
        return ClientRequest(key).CreateSelfSigned(now - CertificateAuthority.Backdating, now + TimeSpan.FromDays(1));
    }

    /// <summary>Signed by an intermediate that the right CA signed, and presented without it: the chain has a hole.</summary>
    /// <exception cref="OperatorException">The CA key cannot be used.</exception>
    public static X509Certificate2 OfMissingIntermediate(PostureTarget target)
    {
        var root = Authority(target).Certificate;
        var (from, until) = (target.Time.GetUtcNow() - CertificateAuthority.Backdating, target.Time.GetUtcNow() + TimeSpan.FromDays(1));
        using var intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bulwark-probe intermediate", intermediateKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        using var intermediate = request.Create(root, from, until, RandomNumberGenerator.GetBytes(16)).CopyWithPrivateKey(intermediateKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = ClientRequest(key).Create(intermediate, from, until, RandomNumberGenerator.GetBytes(16));
        return leaf.CopyWithPrivateKey(key);
    }

    private static CertificateRequest ClientRequest(ECDsa key)
    {
        var request = new CertificateRequest($"CN={CommonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.ClientAuth)], critical: false));
        return request;
    }

    private static CertificateAuthority Authority(PostureTarget target) => target.Credentials is { } credentials
        ? credentials.OriginAuthority()
        : throw new OperatorException("needs the origin CA key, which is not at hand for this deployment");

    private static X509Certificate2 Issue(PostureTarget target, LeafProfile profile) => Authority(target).Issue(profile);
}
