using System.Buffers;
using System.Text;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// Looks for a secret in a value whose place is none: a link with a token in it, a message that tells a password, a document with a login. It finds too much rather than too little; such a
/// value is not sampled at all.
/// </summary>
internal static class SecretText
{
    /// <summary>A longer run of letters and digits, with some of both, may be a key: 20 in base64 are 120 bits.</summary>
    private const int LongestRun = 19;

    /// <summary>How often a value may be percent-encoded.</summary>
    private const int MostDecodings = 3;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "passw", "passphrase", "passcode", "pwd", "token", "secret", "assertion", "authorization", "bearer", "cookie", "credential", "apikey", "api_key", "api-key", "private key",
            "session_id", "sessionid", "recovery", "code=", "code\"", "code_verifier", "otp", "jwt",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> OfKeys = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=");

    /// <summary>Whether a value may hold a secret.</summary>
    public static bool StandsIn(ReadOnlySpan<byte> value)
    {
        var text = Encoding.Latin1.GetString(value);
        for (var round = 0; round < MostDecodings; round++)
        {
            if (HasKey(text) || text.AsSpan().ContainsAny(Words))
                return true;

            var decoded = Uri.UnescapeDataString(text);
            if (decoded.Length == text.Length)
                return false;

            text = decoded;
        }

        return true;
    }

    /// <summary>How much of the beginning of a value may stand alone: without a key that the cut has gone through.</summary>
    public static int WholeLength(ReadOnlySpan<byte> beginning)
    {
        var length = beginning.Length;
        while (length > 0 && OfKeys.Contains((char)beginning[length - 1]))
            length--;

        return length;
    }

    private static bool HasKey(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(OfKeys) is var start and >= 0)
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(OfKeys) is var end and >= 0 ? end : text.Length;
            if (length > LongestRun && IsMixed(text[..length]))
                return true;

            text = text[length..];
        }

        return false;
    }

    private static bool IsMixed(ReadOnlySpan<char> run) =>
        run.ContainsAnyInRange('0', '9') && (run.ContainsAnyInRange('a', 'z') || run.ContainsAnyInRange('A', 'Z'));
}
