using System.Buffers.Text;
using System.Security.Cryptography;

namespace Bulwark.Homeserver.Protocol;

/// <summary>Random identifiers and secrets.</summary>
internal static class OpaqueId
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>256 random bits in URL-safe base64, behind a prefix that tells people (and leak scanners) what it is.</summary>
    public static string Secret(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Ten capital letters.</summary>
    public static string DeviceId() => RandomNumberGenerator.GetString(Letters, 10);

    /// <summary>A room ID of this server.</summary>
    public static string RoomId(string serverName) => $"!{RandomNumberGenerator.GetString(Letters + "abcdefghijklmnopqrstuvwxyz", 18)}:{serverName}";
}
