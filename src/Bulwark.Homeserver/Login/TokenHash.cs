using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Homeserver.Login;

/// <summary>How tokens are kept: a token has 256 random bits, so a plain hash of it can neither be turned round nor guessed.</summary>
internal static class TokenHash
{
    public static byte[] Of(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
