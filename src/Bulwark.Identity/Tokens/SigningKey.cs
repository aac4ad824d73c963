using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Identity.Jwks;
using Bulwark.Jwt;

namespace Bulwark.Identity.Tokens;

/// <summary>An RSA key of the issuer. Its <c>kid</c> is its RFC 7638 thumbprint, so that it names the key and nothing else.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int Bits = 2048;

    private readonly RSA _rsa;
    private readonly string _header;

    private SigningKey(RSA rsa)
    {
        _rsa = rsa;
        PublicKey = Publish(rsa.ExportParameters(includePrivateParameters: false));
        Verification = VerificationKey.FromRsa(PublicKey.KeyId, rsa);
        _header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"kid":"{{PublicKey.KeyId}}","alg":"RS256"}"""));
    }

    /// <summary>What the JWKS shows of it.</summary>
    public PublicJsonWebKey PublicKey { get; }

    /// <summary>For verifying our own tokens.</summary>
    public VerificationKey Verification { get; }

    /// <summary>Reads the key file (PKCS#8, PEM, 0600); makes it if it is missing.</summary>
    /// <exception cref="OperatorException">The file cannot be written or read, is open to other users, or holds no usable key.</exception>
    public static SigningKey ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);

        var pem = Encoding.UTF8.GetString(PrivateFile.Read(path));
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);

            // A public key can be imported as well, and would fail only when it has to sign.
            if (rsa.ExportParameters(includePrivateParameters: true).Modulus!.Length * 8 >= Bits)
                return new SigningKey(rsa);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw Damaged(path, e);
        }

        rsa.Dispose();
        throw Damaged(path, null);
    }

    /// <summary>A token in compact form (RFC 7515 section 7.1): header, these claims, RS256 signature.</summary>
    public string Sign(ReadOnlySpan<byte> claims)
    {
        var content = $"{_header}.{Base64Url.EncodeToString(claims)}";
        var signature = _rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _rsa.Dispose();

    private static void Create(string path)
    {
        using var rsa = RSA.Create(Bits);
        PrivateFile.CreateIfMissing(path, Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem() + "\n"));
    }

    private static PublicJsonWebKey Publish(RSAParameters key)
    {
        var modulus = Base64Url.EncodeToString(key.Modulus);
        var exponent = Base64Url.EncodeToString(key.Exponent);

        // RFC 7638 section 3: the required members in alphabetical order, without white space.
        var thumbprint = SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"e":"{{exponent}}","kty":"RSA","n":"{{modulus}}"}"""));
        return new PublicJsonWebKey { KeyId = Base64Url.EncodeToString(thumbprint), Modulus = modulus, Exponent = exponent };
    }

    private static OperatorException Damaged(string path, Exception? inner)
    {
        var message = $"The key file {path} is damaged: it holds no RSA private key of {Bits} bits or more (PKCS#8, PEM). "
            + "Put a backup in its place, or delete it: the next start makes a new key, and tokens signed with the old one end.";
        return inner is null ? new OperatorException(message) : new OperatorException(message, inner);
    }
}
