using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Jwt;

/// <summary>SHA-256 of a token: what is remembered in its place.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    private const int StackLength = 2048;

    /// <summary>The digest of a token. Characters beyond ASCII, which no token has, count as <c>?</c>.</summary>
    public static TokenDigest Of(string token)
    {
        byte[]? rented = null;
        var bytes = token.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(token.Length);
        Span<ulong> words = stackalloc ulong[4];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], MemoryMarshal.AsBytes(words));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);

        return new TokenDigest(words[0], words[1], words[2], words[3]);
    }
}
