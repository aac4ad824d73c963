using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Admin.Access;

/// <summary>
/// A secret of 256 random bits that somebody holds while we keep its hash only. Looking a hash up takes time that says nothing of the secret, since
/// nobody can choose secrets by their hashes.
/// </summary>
internal static class SecretToken
{
    private const int Bytes = 32;

    /// <summary>A new secret, base64url.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What we keep of a secret: SHA-256, hexadecimal.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>What logs call a secret: the first digits of its hash.</summary>
    public static string IdOf(string hash) => hash[..12];
}
