using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki;

/// <summary>Certificates and their private keys in PEM files.</summary>
public static class CertificateFiles
{
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>A certificate with its private key, ready for TLS. The first certificate of the file is the one that the key belongs to.</summary>
    /// <param name="certificatePath">PEM, the leaf first.</param>
    /// <param name="keyPath">PEM, not encrypted, readable by its owner alone.</param>
    /// <exception cref="OperatorException">A file is missing, damaged or open to others, or the two do not belong together.</exception>
    public static X509Certificate2 Load(string certificatePath, string keyPath)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (TryLoad(certificatePath, keyPath) is { } pair)
                return pair;

            // Perhaps the two files are being exchanged at this moment, one after the other. That takes less than this pause.
            using var pause = new ManualResetEventSlim();
            pause.Wait(Pause);
        }

        throw new OperatorException($"The key {keyPath} does not belong to the certificate {certificatePath}: put the matching pair there.");
    }

    /// <summary>
    /// The same certificate together with the intermediates that follow it in the file, as a server has to send them. Nothing is downloaded.
    /// </summary>
    /// <exception cref="OperatorException">As for <see cref="Load"/>.</exception>
    public static SslStreamCertificateContext LoadContext(string certificatePath, string keyPath)
    {
        var leaf = Load(certificatePath, keyPath);
        var others = LoadAll(certificatePath);
        others.RemoveAt(0);
        return SslStreamCertificateContext.Create(leaf, others, offline: true);
    }

    /// <summary>The first certificate of a PEM file, without a key.</summary>
    /// <exception cref="OperatorException">The file is missing, unreadable or holds no certificate.</exception>
    public static X509Certificate2 LoadCertificate(string path) => LoadAll(path)[0];

    /// <summary>Every certificate of a PEM file, in its order; at least one.</summary>
    /// <exception cref="OperatorException">The file is missing, unreadable, or holds none or a damaged one.</exception>
    public static X509Certificate2Collection LoadAll(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The certificate file {path} cannot be read: {e.Message}", e);
        }
        catch (CryptographicException e)
        {
            throw new OperatorException($"The certificate file {path} is damaged: put a whole PEM file there.", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new OperatorException($"The certificate file {path} holds no certificate: put a PEM file there.");
    }

    /// <summary>The private key of a certificate as PKCS#8 in PEM, not encrypted.</summary>
    internal static byte[] ExportKey(X509Certificate2 leaf)
    {
        using var key = PrivateKeyOf(leaf);
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>The private key that a certificate was loaded or issued with.</summary>
    internal static AsymmetricAlgorithm PrivateKeyOf(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()
            ?? throw new ArgumentException("An ECDSA or RSA certificate with its private key is needed.", nameof(certificate));

    /// <summary>Null when the two do not belong together.</summary>
    private static X509Certificate2? TryLoad(string certificatePath, string keyPath)
    {
        using var certificate = LoadCertificate(certificatePath);
        if (!File.Exists(keyPath))
            throw new OperatorException($"The certificate {certificatePath} has no key: {keyPath} is missing; put it back, or remove the certificate too.");

        return WithKey(certificate, keyPath, Encoding.UTF8.GetString(PrivateFile.Read(keyPath)));
    }

    private static X509Certificate2? WithKey(X509Certificate2 certificate, string keyPath, string keyPem)
    {
        using var key = ParseKey(keyPath, keyPem);
        try
        {
            return key switch
            {
                ECDsa ecdsa => certificate.CopyWithPrivateKey(ecdsa),
                RSA rsa => certificate.CopyWithPrivateKey(rsa),
                _ => throw new InvalidOperationException("Neither RSA nor ECDSA."),
            };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static AsymmetricAlgorithm ParseKey(string path, string pem)
    {
        if (pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal))
            throw new OperatorException($"The private key file {path} is encrypted: store the key of a leaf as plain PKCS#8, mode 0600.");

        AsymmetricAlgorithm? ecdsa = TryParse(ECDsa.Create(), pem);
        return ecdsa ?? TryParse(RSA.Create(), pem)
            ?? throw new OperatorException($"The private key file {path} is damaged: put a whole PEM file with an ECDSA or RSA key there.");
    }

    private static AsymmetricAlgorithm? TryParse(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Not a key of this kind; the caller tries the other kind, then tells the operator.
            key.Dispose();
            return null;
        }
    }
}
