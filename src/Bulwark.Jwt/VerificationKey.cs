using System.Security.Cryptography;

namespace Bulwark.Jwt;

/// <summary>
/// A public key and the one algorithm that it is for: RS256 for RSA of 2048 bits or more, ES256 for P-256 (RFC 7518 section 3.1). The key decides
/// the algorithm, never the token's header (RFC 8725 section 3.1).
/// </summary>
public sealed class VerificationKey
{
    /// <summary>Algorithm of RSA keys.</summary>
    public const string Rs256 = "RS256";

    /// <summary>Algorithm of P-256 keys.</summary>
    public const string Es256 = "ES256";

    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;

    private readonly AsymmetricAlgorithm _key;

    private VerificationKey(string keyId, string algorithm, AsymmetricAlgorithm key)
    {
        KeyId = keyId;
        Algorithm = algorithm;
        _key = key;
    }

    /// <summary>The <c>kid</c> under which the issuer publishes it.</summary>
    public string KeyId { get; }

    /// <summary>The only <c>alg</c> of a token that this key can have signed.</summary>
    public string Algorithm { get; }

    /// <summary>A key for RS256. It belongs to the caller for as long as tokens are verified with it.</summary>
    /// <exception cref="CryptographicException">It is too short to be safe, or so long that verifying is costly: 2048 to 8192 bits.</exception>
    public static VerificationKey FromRsa(string keyId, RSA key) => key.KeySize is >= MinRsaBits and <= MaxRsaBits
        ? new VerificationKey(keyId, Rs256, key)
        : throw new CryptographicException($"RSA key '{keyId}' has {key.KeySize} bits; {MinRsaBits} to {MaxRsaBits} are taken");

    /// <summary>A key for ES256. It belongs to the caller for as long as tokens are verified with it.</summary>
    /// <exception cref="CryptographicException">It is not a P-256 key.</exception>
    public static VerificationKey FromEcdsa(string keyId, ECDsa key) => key.KeySize == 256
        ? new VerificationKey(keyId, Es256, key)
        : throw new CryptographicException($"EC key '{keyId}' has {key.KeySize} bits; only P-256 is taken");

    internal bool HasSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) => _key switch
    {
        RSA rsa => rsa.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        _ => false,
    };
}
