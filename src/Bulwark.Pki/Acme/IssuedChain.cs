using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.Pki.Acme;

/// <summary>The certificates that a server gave us, after a look at whether they are what we asked for.</summary>
internal static class IssuedChain
{
    private const int MostCertificates = 10;

    /// <summary>The chain in PEM, the leaf first.</summary>
    /// <param name="pem">What came.</param>
    /// <param name="key">The key that it has to be for.</param>
    /// <param name="names">The names that it has to cover.</param>
    /// <param name="now">When it has to be valid.</param>
    /// <exception cref="AcmeException">It is not for our key, our names or this time, or one certificate did not sign the one before.</exception>
    public static string Check(ReadOnlySpan<byte> pem, ECDsa key, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var chain = Parse(pem);
        try
        {
            if (ProblemOf(chain, key, names, now) is { } problem)
                throw new AcmeException($"The certificate of the ACME server is refused: {problem}.");

            return string.Concat(chain.Select(certificate => certificate.ExportCertificatePem() + "\n"));
        }
        finally
        {
            foreach (var certificate in chain)
                certificate.Dispose();
        }
    }

    private static X509Certificate2Collection Parse(ReadOnlySpan<byte> pem)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(Encoding.ASCII.GetString(pem));
            return chain;
        }
        catch (CryptographicException e)
        {
            throw new AcmeException("The certificate of the ACME server is refused: it is no PEM.", e);
        }
    }

    private static string? ProblemOf(X509Certificate2Collection chain, ECDsa key, IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (chain.Count is 0 or > MostCertificates)
            return $"it holds {chain.Count} certificates";

        var leaf = chain[0];
        if (!leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            return "it is for another key";

        if (LeafRules.IsAuthority(leaf))
            return "it is a CA's";

        if (!LeafState.Covers(leaf, names))
            return $"it is not for {string.Join(", ", names)}";

        if (now < leaf.ValidFrom || now > leaf.ValidUntil)
            return $"it is valid from {leaf.ValidFrom:u} until {leaf.ValidUntil:u} only";

        if (leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } usages && !usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value == Oids.ServerAuth))
            return "it is not for servers";

        return IsChain(chain, now) ? null : "its certificates did not sign one another";
    }

    /// <summary>Each certificate signed the one before. Whom clients trust at its end is theirs to know.</summary>
    private static bool IsChain(X509Certificate2Collection chain, DateTimeOffset now)
    {
        using var engine = new X509Chain();
        engine.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        engine.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        engine.ChainPolicy.DisableCertificateDownloads = true;
        engine.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        engine.ChainPolicy.VerificationTime = now.UtcDateTime;
        engine.ChainPolicy.VerificationTimeIgnored = false;
        engine.ChainPolicy.ExtraStore.AddRange(chain);
        try
        {
            return engine.Build(chain[0])
                && engine.ChainElements.Count >= chain.Count
                && chain.Zip(engine.ChainElements).All(pair => pair.First.RawDataMemory.Span.SequenceEqual(pair.Second.Certificate.RawDataMemory.Span));
        }
        finally
        {
            foreach (var element in engine.ChainElements)
                element.Certificate.Dispose();
        }
    }
}
