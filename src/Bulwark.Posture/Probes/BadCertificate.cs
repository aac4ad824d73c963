using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture.Probes;

/// <summary>Client certificates that no load balancer may take, minted in memory.</summary>
internal static class BadCertificate
{
    private const string CommonName = "bulwark-probe";

    /// <summary>Looks right and is signed by a CA that merely bears the right name.</summary>
    public static X509Certificate2 OfAnotherAuthority(PostureTarget target)
    {
        var name = target.Credentials is { } credentials
            ? credentials.OriginTrust().Authorities[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false)
            : CommonName;
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

    private static X509Certificate2 Issue(PostureTarget target, LeafProfile profile) => target.Credentials is { } credentials
        ? credentials.OriginAuthority().Issue(profile)
        : throw new OperatorException("needs the origin CA key, which is not at hand for this deployment");
}
