using System.Text;

namespace Bulwark.Core.Routing;

/// <summary>
/// The path of a request target as the client wrote it, split at <c>/</c> and with each segment percent-decoded exactly once, so that a state
/// key <c>a/b</c> (sent as <c>a%2Fb</c>) and the two segments <c>a</c>, <c>b</c> stay two things (RFC 3986 sections 2.1 and 3.3).
/// </summary>
public static class RawPath
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Splits and decodes the path of a target in origin form. False when it is not one (absolute form, <c>*</c>), has a broken
    /// percent-escape, or does not decode to UTF-8 without NUL.
    /// </summary>
    /// <param name="rawTarget">The request target, query included.</param>
    /// <param name="segments">The decoded segments; <c>/a/</c> has two, the last one empty.</param>
    public static bool TrySplit(string rawTarget, out string[] segments)
    {
        segments = [];
        if (rawTarget.Length == 0 || rawTarget[0] != '/')
            return false;

        var parts = PathOf(rawTarget)[1..].ToString().Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryDecode(parts[i], out parts[i]))
                return false;
        }

        segments = parts;
        return true;
    }

    /// <summary>The target without its query.</summary>
    public static ReadOnlySpan<char> PathOf(string rawTarget)
    {
        var query = rawTarget.AsSpan().IndexOf('?');
        return query < 0 ? rawTarget : rawTarget.AsSpan(0, query);
    }

    /// <summary>Percent-decodes one segment once. False for what a URI cannot hold (raw bytes above 7F), broken escapes, NUL and bytes that are not UTF-8.</summary>
    public static bool TryDecode(string segment, out string decoded)
    {
        decoded = segment;
        if (!segment.Contains('%', StringComparison.Ordinal))
            return !segment.Contains('\0', StringComparison.Ordinal) && Ascii.IsValid(segment);

        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            int next = segment[i];
            if (next is 0 or > 0x7F)
                return false;

            if (next == '%')
            {
                if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
                    return false;

                next = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
                i += 2;
            }

            if (next == 0)
                return false;

            bytes[length++] = (byte)next;
        }

        return TryGetString(bytes.AsSpan(0, length), out decoded);
    }

    private static bool TryGetString(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return false;

        text = Utf8.GetString(bytes);
        return true;
    }
}
