using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;

namespace Bulwark.Pki;

/// <summary>Looks at a leaf on disk and says why it has to be issued anew, if so.</summary>
internal static class LeafState
{
    /// <summary>A leaf with less time left is renewed at start.</summary>
    public static readonly TimeSpan RenewalWindow = TimeSpan.FromDays(30);

    /// <summary>Why the leaf has to be issued anew; null: it is good.</summary>
    /// <exception cref="OperatorException">It is not valid yet, which only a wrong clock explains.</exception>
    public static string? ReasonToIssue(X509Certificate2 leaf, X509Certificate2 authority, LeafProfile profile, DateTimeOffset now)
    {
        if (now < leaf.ValidFrom)
            throw new OperatorException($"The certificate of {profile.CommonName} is not valid before {leaf.ValidFrom:u}: set the clock.");

        if (!IsSignedBy(authority, leaf))
            return "it was signed by another CA";

        if (now > leaf.ValidUntil)
            return "it has expired";

        if (leaf.ValidUntil - now < RenewalWindow)
            return $"it has less than {RenewalWindow.TotalDays} days left";

        return Covers(leaf, profile.Hosts) ? null : "it does not name every host";
    }

    /// <summary>The leaf names this CA's key as the one that signed it.</summary>
    public static bool IsSignedBy(X509Certificate2 authority, X509Certificate2 leaf)
    {
        var authorityKey = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        var signingKey = leaf.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        return authorityKey is { } one && signingKey is { } other && one.Span.SequenceEqual(other.Span);
    }

    /// <summary>The leaf names every host.</summary>
    public static bool Covers(X509Certificate2 leaf, IReadOnlyList<string> hosts)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        var dns = names.SelectMany(extension => extension.EnumerateDnsNames()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var addresses = names.SelectMany(extension => extension.EnumerateIPAddresses()).ToHashSet();
        return hosts.All(host => IPAddress.TryParse(host, out var address) ? addresses.Contains(address) : dns.Contains(host));
    }
}
