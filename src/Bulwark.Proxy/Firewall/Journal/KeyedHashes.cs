using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>Hashes that tell equal values from others, and that nobody can try values against who has not the key: <c>secrets/waf-log.secret</c>.</summary>
internal sealed class KeyedHashes(DataDirectory data)
{
    private const int KeptBytes = 12;

    private readonly byte[] _key = Convert.FromHexString(SharedSecret.ReadOrCreate(data, "waf-log"));

    public string Of(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value, hash);
        return Convert.ToHexStringLower(hash[..KeptBytes]);
    }

    public string Of(string value) => Of(Encoding.UTF8.GetBytes(value));
}
