using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// Takes certificates of the instance's CAs back: each CA has its list beside it, <c>pki/origin-ca.crl.pem</c>, which the trust store reads by itself. The next update of such a
/// list is as far away as the CA's end: every change is loaded at once, and a date would only lock out our own edge one day.
/// </summary>
public static class Revoking
{
    private const string Label = "X509 CRL";

    /// <summary>Revokes a leaf by its name. One that the instance itself uses is replaced first, so that nothing stops.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="name">Base name of its files.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reload">Makes every running tier read its files again; returns when they are in force.</param>
    /// <returns>The serial number that is on the list now.</returns>
    /// <exception cref="OperatorException">There is no such leaf, or its CA cannot be opened.</exception>
    public static async Task<string> RevokeAsync(PkiSession session, string name, X509RevocationReason reason, Func<Task> reload)
    {
        using var leaf = IssuedLeaves.Load(session.Folder, name);
        var issuer = IssuerOf(session, leaf) ?? throw new OperatorException($"The CA that signed {name} is not here any more: nobody trusts this certificate.");
        if (session.Plan(name) is not null)
        {
            LeafRotation.Run(session, name);
            await reload();
        }

        Add(session, issuer, leaf.SerialNumberBytes.ToArray(), reason);
        await reload();
        return leaf.SerialNumber;
    }

    /// <summary>Revokes whatever certificate of a CA has this serial number, be it anywhere.</summary>
    /// <exception cref="OperatorException">It is no serial number, or that of a leaf that the instance itself uses.</exception>
    public static async Task<string> RevokeSerialAsync(PkiSession session, string authority, string serial, X509RevocationReason reason, Func<Task> reload)
    {
        var bytes = ParseSerial(serial);
        var inUse = AuthorityPlan.For(session.Request).SelectMany(plan => plan.Leaves).Select(leaf => leaf.Name).FirstOrDefault(name => HasSerial(session.Folder, name, bytes));
        if (inUse is not null)
            throw new OperatorException($"The certificate {serial} is in use as {inUse}: bulwark pki revoke {inUse} issues a new one first.");

        Add(session, authority, bytes, reason);
        await reload();
        return Convert.ToHexString(bytes);
    }

    /// <summary>The certificate stands on the list of the CA that signed it.</summary>
    internal static bool IsRevoked(PkiFolder folder, string issuer, X509Certificate2 leaf) =>
        File.Exists(folder.RevocationList(issuer)) && RevocationListReader.ReadFile(folder.RevocationList(issuer)).Lists(leaf);

    private static void Add(PkiSession session, string issuer, byte[] serial, X509RevocationReason reason)
    {
        var authority = session.Authority(issuer).Certificate;
        var file = session.Folder.RevocationList(issuer);
        var list = Existing(file, out var number);
        list.AddEntry(serial, session.Now, reason);
        number = BigInteger.Max(number, RevocationNumbers.Highest(session.Folder, authority)) + 1;

        var key = CertificateFiles.PrivateKeyOf(authority);
        using (key)
        {
            var der = list.Build(authority.SubjectName, Generator(key), number, authority.ValidUntil, HashAlgorithmName.SHA256, AuthorityKey(authority), session.Now);
            PrivateFile.Replace(file, Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, der) + "\n"));
        }

        Log.Revoked(session.Request.Logger, Convert.ToHexString(serial), session.Folder.Certificate(issuer), number.ToString(CultureInfo.InvariantCulture));
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

    private static string? IssuerOf(PkiSession session, X509Certificate2 leaf) =>
        IssuedLeaves.Issuers(session).FirstOrDefault(name =>
        {
            using var authority = CertificateFiles.LoadCertificate(session.Folder.Certificate(name));
            return LeafState.IsSignedBy(authority, leaf);
        });

    private static bool HasSerial(PkiFolder folder, string name, byte[] serial)
    {
        if (!File.Exists(folder.Certificate(name)))
            return false;

        using var leaf = CertificateFiles.LoadCertificate(folder.Certificate(name));
        return RevocationList.Key(leaf.SerialNumberBytes.Span) == RevocationList.Key(serial);
    }

    private static byte[] ParseSerial(string text)
    {
        var hex = text.Replace(":", "", StringComparison.Ordinal);
        var isSerial = hex.Length is > 0 and <= 40 && hex.All(char.IsAsciiHexDigit);
        return isSerial
            ? Convert.FromHexString(hex.Length % 2 == 0 ? hex : "0" + hex)
            : throw new OperatorException($"'{text}' is no serial number: write it in hexadecimal, as bulwark pki show does.");
    }
}
