using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>The secret of the keyed hash. Without it nobody can choose values that meet in one place of the table.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HashKey(ulong First, ulong Second)
{
    private const int Length = 16;

    /// <summary>A new secret, for this process alone.</summary>
    public static HashKey Create() => Read(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The secret that everybody who knows the same password has.</summary>
    public static HashKey FromPassword(ReadOnlySpan<byte> password) => Read(HMACSHA256.HashData(password, "bulwark rate limit counters"u8));

    private static HashKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
}
