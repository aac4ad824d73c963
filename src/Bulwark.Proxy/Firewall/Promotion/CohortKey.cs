using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>
/// Says for which clients a group blocks while it is promoted. A client has the same place for good, in edge and load balancer alike, and a larger share holds the smaller
/// one, so nobody is refused, let through and refused again. The places of two groups have nothing to do with each other, so that not always the same clients come first.
/// </summary>
internal sealed class CohortKey
{
    /// <summary>How many places there are; a share of one percent has a hundred of them.</summary>
    public const int Places = 10_000;

    private const int LongestName = 128;

    private readonly byte[] _key;

    private CohortKey(byte[] key) => _key = key;

    /// <summary>The key of a group: derived from <c>secrets/waf-log.secret</c>, so that nobody outside can find himself a place.</summary>
    public static CohortKey Of(DataDirectory data, string group) =>
        new(HMACSHA256.HashData(Convert.FromHexString(SharedSecret.ReadOrCreate(data, "waf-log")), Encoding.UTF8.GetBytes($"promotion of {group}")));

    /// <summary>The place of a client, 0 to <see cref="Places"/> - 1.</summary>
    public int PlaceOf(FirewallClient client)
    {
        Span<byte> name = stackalloc byte[1 + (3 * LongestName)];
        name[0] = client.IsMember ? (byte)'m' : (byte)'a';
        var length = 1 + Encoding.UTF8.GetBytes(client.Name.AsSpan(0, Math.Min(client.Name.Length, LongestName)), name[1..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, name[..length], hash);
        return (int)(BitConverter.ToUInt64(hash) % Places);
    }

    /// <summary>Whether a client is among so many of a hundred.</summary>
    public bool Contains(FirewallClient client, int percent) => PlaceOf(client) < percent * (Places / 100);
}
