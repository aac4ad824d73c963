using System.Globalization;

namespace Bulwark.Identity.Users;

/// <summary>
/// An Argon2id hash with all that is needed to compute it again (RFC 9106), written as a PHC string:
/// <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, base64 without padding.
/// </summary>
internal sealed record PasswordHash(int MemoryKiB, int Iterations, int Parallelism, byte[] Salt, byte[] Hash)
{
    private const string Prefix = "$argon2id$v=19$";

    /// <summary>Reads a PHC string; null when it is none of ours.</summary>
    public static PasswordHash? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('$') is not [var costs, var salt, var hash])
            return null;

        if (costs.Split(',') is not [var m, var t, var p]
            || !TryReadCost(m, "m=", out var memory) || !TryReadCost(t, "t=", out var iterations) || !TryReadCost(p, "p=", out var parallelism))
        {
            return null;
        }

        return FromBase64(salt) is { Length: >= 8 } saltBytes && FromBase64(hash) is { Length: >= 16 } hashBytes
            ? new PasswordHash(memory, iterations, parallelism, saltBytes, hashBytes)
            : null;
    }

    /// <summary>The PHC string, for the database.</summary>
    public string ToPhc() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}m={MemoryKiB},t={Iterations},p={Parallelism}${ToBase64(Salt)}${ToBase64(Hash)}");

    /// <summary>Never the hash itself.</summary>
    public override string ToString() => "***";

    private static bool TryReadCost(string text, string name, out int value)
    {
        value = 0;
        return text.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    private static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? FromBase64(string text)
    {
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
    }
}
