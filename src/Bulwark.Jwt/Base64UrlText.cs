using System.Buffers;
using System.Buffers.Text;

namespace Bulwark.Jwt;

/// <summary>Base64url without padding or white space (RFC 7515 section 2), and without an exception for what is none.</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];

        // The framework's decoder also takes padding and white space, which would give one token several spellings.
        if (text.ContainsAnyExcept(Alphabet))
            return false;

        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) != OperationStatus.Done)
            return false;

        bytes = buffer[..written];
        return true;
    }
}
