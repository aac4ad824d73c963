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

    /// <summary>Puts a serial number on the list of a CA and signs it anew, with a number higher than every one before.</summary>
    /// <param name="request">The instance.</param>
    /// <param name="folder">Its folder, locked by the caller.</param>
    /// <param name="issuer">Base name of the CA's files.</param>
    /// <param name="authority">The CA, open.</param>
    /// <param name="serial">What is revoked.</param>
    /// <param name="reason">Why.</param>
    public static void Add(PkiRequest request, PkiFolder folder, string issuer, CertificateAuthority authority, byte[] serial, X509RevocationReason reason)
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
            PrivateFile.Replace(file, Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, der) + "\n"));
        }

        Log.Revoked(request.Logger, Convert.ToHexString(serial), folder.Certificate(issuer), number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The certificate stands on the list of the CA that signed it.</summary>
    public static bool Lists(PkiFolder folder, string issuer, X509Certificate2 leaf) =>
        File.Exists(folder.RevocationList(issuer)) && RevocationListReader.ReadFile(folder.RevocationList(issuer)).Lists(leaf);

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
