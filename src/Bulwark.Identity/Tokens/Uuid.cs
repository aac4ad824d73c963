using System.Security.Cryptography;

namespace Bulwark.Identity.Tokens;

/// <summary>Random UUIDs (RFC 9562 version 4) whose 122 bits come from the system's generator for secrets.</summary>
internal static class Uuid
{
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
