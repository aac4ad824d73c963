using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Testing.Certificates;

/// <summary>Signs with ecdsa-with-SHA1 (RFC 3279, section 2.2.3), which the runtime's own generator refuses to do.</summary>
internal sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300906072A8648CE3D0401");

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => new(key);
}
