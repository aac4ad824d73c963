using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki;

/// <summary>A CA with its private key in memory: ECDSA P-256, signs leaves only (pathlen 0).</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long a CA is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3652);

    /// <summary>How long a leaf is valid unless asked otherwise.</summary>
    public static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(365);

    /// <summary>The longest life of a server leaf that clients take (CA/Browser Forum Baseline Requirements, section 6.3.2).</summary>
    public static readonly TimeSpan LongestServerLifetime = TimeSpan.FromDays(397);

    /// <summary>How far not-before lies in the past.</summary>
    public static readonly TimeSpan Backdating = TimeSpan.FromMinutes(5);

    /// <summary>Rounds of key derivation. The passphrase that we make has 256 random bits; the rounds are for one that an operator thinks of.</summary>
    internal const int KeyIterations = 210_000;

    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        Certificate = certificate;
        _time = time;
    }

    /// <summary>The CA's certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A new CA.</summary>
    public static CertificateAuthority Create(string commonName, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(commonName), key, HashAlgorithmName.SHA256);
        var keyId = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(keyId);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyId));

        var now = time.GetUtcNow();
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        using var certificate = request.Create(request.SubjectName, generator, now - Backdating, now + Lifetime, NewSerialNumber());
        return new CertificateAuthority(certificate.CopyWithPrivateKey(key), time);
    }

    /// <summary>Opens a CA. This costs 210,000 rounds of key derivation, so it is done only to issue something.</summary>
    /// <param name="certificatePath">PEM of the CA's certificate.</param>
    /// <param name="keyPath">PEM of its private key, encrypted PKCS#8.</param>
    /// <param name="passphrase">What opens the key.</param>
    /// <param name="time">The clock that leaves are dated by.</param>
    /// <exception cref="OperatorException">A file is missing or damaged, the passphrase is wrong, or key and certificate do not match.</exception>
    public static CertificateAuthority Load(string certificatePath, string keyPath, ReadOnlySpan<byte> passphrase, TimeProvider? time = null)
    {
        using var certificate = CertificateFiles.LoadCertificate(certificatePath);
        using var key = OpenKey(keyPath, passphrase);
        try
        {
            return new CertificateAuthority(WithKey(certificate, key), time ?? TimeProvider.System);
        }
        catch (ArgumentException e)
        {
            throw new OperatorException($"The key {keyPath} does not belong to the certificate {certificatePath}: put the matching pair there.", e);
        }
    }

    /// <summary>Opens a CA of somebody else's making, whose key lies unencrypted.</summary>
    /// <exception cref="OperatorException">A file is missing, damaged or open to others, or key and certificate do not match.</exception>
    public static CertificateAuthority LoadPlain(string certificatePath, string keyPath, TimeProvider time) => new(CertificateFiles.Load(certificatePath, keyPath), time);

    /// <summary>A leaf for a TLS server: EKU serverAuth and nothing else.</summary>
    /// <param name="commonName">The subject's CN.</param>
    /// <param name="hosts">DNS names and IP addresses of the SAN; at least one.</param>
    /// <param name="lifetime">Default <see cref="LeafLifetime"/>, at most <see cref="LongestServerLifetime"/>.</param>
    public X509Certificate2 IssueServer(string commonName, IReadOnlyList<string> hosts, TimeSpan? lifetime = null)
    {
        if (hosts.Count == 0)
            throw new ArgumentException("A server leaf without names fits no server.", nameof(hosts));

        var wanted = lifetime ?? LeafLifetime;
        if (wanted > LongestServerLifetime)
            throw new ArgumentOutOfRangeException(nameof(lifetime), wanted, "Clients refuse a server leaf that lives longer than 397 days.");

        return Issue(new LeafProfile { CommonName = commonName, Hosts = hosts, Usages = [Oids.ServerAuth], Lifetime = wanted });
    }

    /// <summary>A leaf for a TLS client: EKU clientAuth and nothing else.</summary>
    public X509Certificate2 IssueClient(string commonName, TimeSpan? lifetime = null) =>
        Issue(new LeafProfile { CommonName = commonName, Usages = [Oids.ClientAuth], Lifetime = lifetime ?? LeafLifetime });

    /// <summary>A leaf with its private key. It never outlives the CA.</summary>
    /// <exception cref="OperatorException">The CA itself is not valid now.</exception>
    public X509Certificate2 Issue(LeafProfile profile)
    {
        var now = _time.GetUtcNow();
        CheckValidAt(now);

        using var newKey = profile.Key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var key = profile.Key ?? newKey!;
        var request = Request(Subject(profile.CommonName), key);
        AddExtensions(request, profile);

        var notBefore = Later(now - profile.Backdated, Certificate.ValidFrom);
        var notAfter = Earlier(now + profile.Lifetime, Certificate.ValidUntil);
        using var certificate = request.Create(Certificate.SubjectName, Generator(), notBefore, notAfter, NewSerialNumber());
        return WithKey(certificate, key);
    }

    /// <summary>Writes the CA: its key encrypted and first, then its certificate, both 0600.</summary>
    internal void Save(string certificatePath, string keyPath, ReadOnlySpan<byte> passphrase, int iterations = KeyIterations)
    {
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterations);
        using var key = CertificateFiles.PrivateKeyOf(Certificate);
        PrivateFile.Replace(keyPath, Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, encryption) + "\n"));
        PrivateFile.Replace(certificatePath, Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem() + "\n"));
    }

    /// <inheritdoc />
    public void Dispose() => Certificate.Dispose();

    /// <summary>Signs with the CA's key, whatever kind the leaf's is.</summary>
    private X509SignatureGenerator Generator() => CertificateFiles.PrivateKeyOf(Certificate) switch
    {
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => throw new InvalidOperationException("A CA has an ECDSA or an RSA key."),
    };

    private static CertificateRequest Request(X500DistinguishedName subject, AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256),
        RSA rsa => new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentException("Neither ECDSA nor RSA.", nameof(key)),
    };

    private static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => certificate.CopyWithPrivateKey(ecdsa),
        RSA rsa => certificate.CopyWithPrivateKey(rsa),
        _ => throw new ArgumentException("Neither ECDSA nor RSA.", nameof(key)),
    };

    private void CheckValidAt(DateTimeOffset now)
    {
        if (now > Certificate.ValidUntil)
            throw new OperatorException($"The {CommonName(Certificate)} expired on {Certificate.ValidUntil:u}: remove its certificate and its key, and the next start makes a new CA.");

        if (now < Certificate.ValidFrom)
            throw new OperatorException($"The {CommonName(Certificate)} is not valid before {Certificate.ValidFrom:u}: set the clock.");
    }

    private void AddExtensions(CertificateRequest request, LeafProfile profile)
    {
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        if (profile.Usages.Count > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. profile.Usages.Select(usage => new Oid(usage))], critical: false));

        if (profile.Hosts.Count > 0)
            request.CertificateExtensions.Add(SubjectAlternativeName(profile.Hosts));
    }

    private static X509Extension SubjectAlternativeName(IReadOnlyList<string> hosts)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(host);
        }

        return builder.Build();
    }

    private static AsymmetricAlgorithm OpenKey(string path, ReadOnlySpan<byte> passphrase)
    {
        if (!File.Exists(path))
            throw new OperatorException($"The CA key {path} is missing, and a certificate has to be issued: put the key back for this start.");

        var pem = Encoding.UTF8.GetString(PrivateFile.Read(path));
        return TryOpen(ECDsa.Create(), pem, passphrase) ?? TryOpen(RSA.Create(), pem, passphrase)
            ?? throw new OperatorException($"The CA key {path} cannot be opened: the unlock key is another one, or the file is damaged.");
    }

    private static AsymmetricAlgorithm? TryOpen(AsymmetricAlgorithm key, string pem, ReadOnlySpan<byte> passphrase)
    {
        try
        {
            key.ImportFromEncryptedPem(pem, passphrase);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Another kind of key, or one that this passphrase does not open; the caller tries the other kind, then says so.
            key.Dispose();
            return null;
        }
    }

    /// <summary>128 random bits: more than enough that no two are equal, and nothing can be guessed from one (RFC 5280, section 4.1.2.2).</summary>
    private static byte[] NewSerialNumber() => RandomNumberGenerator.GetBytes(16);

    private static string CommonName(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static X500DistinguishedName Subject(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    private static DateTimeOffset Later(DateTimeOffset wanted, DateTimeOffset bound) => wanted > bound ? wanted : bound;

    private static DateTimeOffset Earlier(DateTimeOffset wanted, DateTimeOffset bound) => wanted < bound ? wanted : bound;
}
