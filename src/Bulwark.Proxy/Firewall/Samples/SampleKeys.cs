using System.Security.Cryptography;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// The keys of the samples (P-256). The service encrypts to the public one, <c>secrets/waf-samples.pem</c>, and cannot read back what it wrote; the private one, <c>secrets/waf-samples.key</c>,
/// is made beside it at first use and can be moved away: it is needed by <c>bulwark waf samples</c> only. Where the public one alone is put before the first use, the private one is never here.
/// </summary>
public static class SampleKeys
{
    private const int Bits = 256;

    /// <summary>Where the private key lies unless it was moved.</summary>
    public static string PrivateFileOf(DataDirectory data) => Path.Combine(data.Secrets, "waf-samples.key");

    /// <summary>Where the public key lies.</summary>
    public static string PublicFileOf(DataDirectory data) => Path.Combine(data.Secrets, "waf-samples.pem");

    /// <summary>The private key.</summary>
    /// <param name="file">The file with it, in PEM.</param>
    /// <exception cref="OperatorException">It is not there, is open to other users, or holds something else.</exception>
    public static ECDiffieHellman OpenPrivate(string file)
    {
        var key = Import(file, PrivateFile.Read(file));
        try
        {
            CryptographicOperations.ZeroMemory(key.ExportParameters(includePrivateParameters: true).D);
            return key;
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new OperatorException($"The file {file} holds a public key; samples are read with the private one.", e);
        }
    }

    /// <summary>The public key. Both are made now if there is none. Safe when several processes ask at once.</summary>
    /// <exception cref="OperatorException">A file cannot be written or read, or holds something else.</exception>
    internal static ECDiffieHellman OpenPublic(DataDirectory data)
    {
        var file = PublicFileOf(data);
        if (!File.Exists(file))
            Create(data);

        return Import(file, PrivateFile.Read(file));
    }

    private static void Create(DataDirectory data)
    {
        using (var created = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256))
            PrivateFile.CreateIfMissing(PrivateFileOf(data), Encoding.ASCII.GetBytes(created.ExportPkcs8PrivateKeyPem() + "\n"));

        // Of several that were made at once only the one that lies there counts.
        using var key = OpenPrivate(PrivateFileOf(data));
        PrivateFile.CreateIfMissing(PublicFileOf(data), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"));
    }

    private static ECDiffieHellman Import(string file, byte[] pem)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(pem));
            if (key.KeySize != Bits || key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
                throw new CryptographicException("It is a key of another curve.");

            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new OperatorException($"The file {file} does not hold a key of the curve P-256 in PEM.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }
}
