using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// Encrypts the records of one file, or decrypts them, in their order. A key pair that lives as long as the file agrees with the recipient's on a first key (ECDH on P-256, HKDF with
/// SHA-256); each record has a key of its own (AES-256-GCM), and the next ones follow from what is overwritten then. So whoever takes over the service reads nothing that was written before,
/// and a record that was changed, moved or taken out of the middle makes all behind it unreadable.
/// </summary>
internal sealed class SampleSeal : IDisposable
{
    /// <summary>What a file begins with: the format, whose key it takes, and the public key of the pair that lives as long as the file.</summary>
    public const int HeadBytes = 8 + RecipientBytes + PointBytes;

    /// <summary>What comes before each record: the length of the rest.</summary>
    public const int LengthBytes = 4;

    /// <summary>How much longer a record is than its text.</summary>
    public const int OverheadBytes = LengthBytes + TagBytes;

    private const int KeyBytes = 32;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;
    private const int RecipientBytes = 8;
    private const int CoordinateBytes = 32;
    private const int PointBytes = 1 + (2 * CoordinateBytes);
    private const byte Uncompressed = 4;

    /// <summary>A key is used once, so the nonce need not differ.</summary>
    private static readonly byte[] Nonce = new byte[NonceBytes];

    private readonly byte[] _next = GC.AllocateArray<byte>(KeyBytes, pinned: true);

    private SampleSeal(ECDiffieHellman own, ECDiffieHellmanPublicKey other, ReadOnlySpan<byte> head)
    {
        var secret = own.DeriveRawSecretAgreement(other);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _next, SHA256.HashData(head), "bulwark waf samples"u8);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static ReadOnlySpan<byte> Format => "BWWAFS1\n"u8;

    /// <summary>For a new file.</summary>
    /// <param name="recipient">Who will read it.</param>
    /// <param name="head">What the file begins with.</param>
    public static SampleSeal Create(ECDiffieHellman recipient, out byte[] head)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        head = [.. Format, .. IdOf(recipient), .. PointOf(own)];
        return new SampleSeal(own, recipient.PublicKey, head);
    }

    /// <summary>For a file that is there; null when it is none of ours or is encrypted to another key.</summary>
    /// <param name="recipient">The private key.</param>
    /// <param name="head">What the file begins with.</param>
    public static SampleSeal? Open(ECDiffieHellman recipient, ReadOnlySpan<byte> head)
    {
        if (head.Length != HeadBytes || !head.StartsWith(Format) || !head.Slice(Format.Length, RecipientBytes).SequenceEqual(IdOf(recipient)) || head[^PointBytes] != Uncompressed)
            return null;

        var coordinates = head[^(2 * CoordinateBytes)..];
        try
        {
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = coordinates[..CoordinateBytes].ToArray(), Y = coordinates[CoordinateBytes..].ToArray() },
            });
            return new SampleSeal(recipient, other.PublicKey, head);
        }
        catch (CryptographicException)
        {
            // No point of the curve: a file that was damaged.
            return null;
        }
    }

    /// <summary>The next record: its length, the encrypted text, the tag.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> text)
    {
        var record = new byte[text.Length + OverheadBytes];
        BinaryPrimitives.WriteInt32BigEndian(record, text.Length + TagBytes);
        using var cipher = NextCipher();
        cipher.Encrypt(Nonce, text, record.AsSpan(LengthBytes, text.Length), record.AsSpan(LengthBytes + text.Length));
        return record;
    }

    /// <summary>The text of the next record; null when it is not as it was written.</summary>
    /// <param name="record">What stands behind the length.</param>
    public byte[]? Decrypt(ReadOnlySpan<byte> record)
    {
        if (record.Length < TagBytes)
            return null;

        var text = new byte[record.Length - TagBytes];
        using var cipher = NextCipher();
        try
        {
            cipher.Decrypt(Nonce, record[..text.Length], record[text.Length..], text);
            return text;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_next);

    private static byte[] IdOf(ECDiffieHellman key) => SHA256.HashData(PointOf(key))[..RecipientBytes];

    private static byte[] PointOf(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    private AesGcm NextCipher()
    {
        Span<byte> keys = stackalloc byte[2 * KeyBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, _next, keys, "record"u8);
        var cipher = new AesGcm(keys[..KeyBytes], TagBytes);
        keys[KeyBytes..].CopyTo(_next);
        CryptographicOperations.ZeroMemory(keys);
        return cipher;
    }
}
