using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// The revocation list that lies beside a CA of the instance, such as <c>pki/origin-ca.crl.pem</c>. Its next update is as far away as the CA's end: every change is loaded at
/// once, and a date would only lock out our own edge one day.
/// </summary>
internal static class RevocationListFile
{
    private const string Label = "X509 CRL";

    /// <summary>Ending of a list that is in force once the leaf that it names has been replaced.</summary>
    private const string Next = ".next";

    /// <summary>Puts a serial number on the list of a CA and signs it anew, with a number higher than every one before.</summary>
    /// <param name="request">The instance.</param>
    /// <param name="folder">Its folder, locked by the caller.</param>
    /// <param name="issuer">Base name of the CA's files.</param>
    /// <param name="authority">The CA, open.</param>
    /// <param name="serial">What is revoked.</param>
    /// <param name="reason">Why.</param>
    public static void Add(PkiRequest request, PkiFolder folder, string issuer, CertificateAuthority authority, byte[] serial, X509RevocationReason reason)
    {
        Prepare(request, folder, issuer, authority, serial, reason);
        PutInForce(folder, issuer);
    }

    /// <summary>The same list, beside the one in force: it outlives us, and <see cref="PutInForce"/> or <see cref="Finish"/> takes it from there.</summary>
    public static void Prepare(PkiRequest request, PkiFolder folder, string issuer, CertificateAuthority authority, byte[] serial, X509RevocationReason reason)
    {
        var now = request.Time.GetUtcNow();
        var certificate = authority.Certificate;
        var file = folder.RevocationList(issuer);
        var list = Existing(file, out var number);
        list.AddEntry(serial, now, reason);
        number = BigInteger.Max(number, RevocationNumbers.Highest(folder, certificate)) + 1;

        using (var key = CertificateFiles.PrivateKeyOf(certificate))
        {
            var der = list.Build(certificate.SubjectName, Generator(key), number, certificate.ValidUntil, HashAlgorithmName.SHA256, AuthorityKey(certificate), now);
            PrivateFile.Replace(file + Next, Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, der) + "\n"));
        }

        Log.Revoked(request.Logger, Convert.ToHexString(serial), folder.Certificate(issuer), number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Puts the list that was prepared in the place of the one before.</summary>
    public static void PutInForce(PkiFolder folder, string issuer) => PrivateFile.Rename(folder.RevocationList(issuer) + Next, folder.RevocationList(issuer));

    /// <summary>
    /// Finishes revocations that a crash cut short. A list that names a leaf in use is dropped, for that leaf was never replaced; any other one names a leaf of which nobody else knows
    /// any more.
    /// </summary>
    /// <returns>True when a list has been put in force.</returns>
    public static bool Finish(PkiFolder folder)
    {
        var isInForce = false;
        foreach (var next in Directory.EnumerateFiles(folder.Path, "*" + Next))
        {
            var isPremature = PkiFolder.LeavesInUse.Any(name => Lists(next, folder.Certificate(name)));
            if (isPremature)
                File.Delete(next);
            else
                PrivateFile.Rename(next, next[..^Next.Length]);

            isInForce |= !isPremature;
        }

        return isInForce;
    }

    /// <summary>The certificate stands on the list of the CA that signed it.</summary>
    public static bool Lists(PkiFolder folder, string issuer, X509Certificate2 leaf) =>
        File.Exists(folder.RevocationList(issuer)) && RevocationListReader.ReadFile(folder.RevocationList(issuer)).Lists(leaf);

    private static bool Lists(string list, string certificate)
    {
        if (!File.Exists(certificate))
            return false;

        using var leaf = CertificateFiles.LoadCertificate(certificate);
        return RevocationListReader.ReadFile(list).Lists(leaf);
    }

    private static CertificateRevocationListBuilder Existing(string file, out BigInteger number)
    {
        number = BigInteger.Zero;
        if (!File.Exists(file))
            return new CertificateRevocationListBuilder();

        // Our own reader first: it says what is wrong with a list, and refuses what must not be carried on.
        RevocationListReader.ReadFile(file);
        return CertificateRevocationListBuilder.LoadPem(File.ReadAllText(file), out number);
    }

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentException("Neither ECDSA nor RSA.", nameof(key)),
    };

    private static X509AuthorityKeyIdentifierExtension AuthorityKey(X509Certificate2 authority) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false);
}
