using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Headers;

/// <summary>IDs under which a request is known in every log.</summary>
internal static class RequestIds
{
    private const int IdBytes = 16;

    [ThreadStatic]
    private static RandomBytes? t_random;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The given ID when it is one of 8 to 64 letters, digits, dots, dashes and underscores; else null.</summary>
    public static string? Keep(StringValues given) => given is [{ Length: >= 8 and <= 64 } id] && !id.AsSpan().ContainsAnyExcept(Allowed) ? id : null;

    /// <summary>A new ID: 128 random bits. Drawn for many IDs at once, because one call of the generator costs more than everything else here.</summary>
    public static string Create()
    {
        var random = t_random ??= new RandomBytes();
        return Convert.ToHexStringLower(random.Take(IdBytes));
    }

    private sealed class RandomBytes
    {
        private readonly byte[] _bytes = new byte[IdBytes * 64];
        private int _taken = IdBytes * 64;

        public ReadOnlySpan<byte> Take(int count)
        {
            if (_taken == _bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _taken = 0;
            }

            _taken += count;
            return _bytes.AsSpan(_taken - count, count);
        }
    }
}
