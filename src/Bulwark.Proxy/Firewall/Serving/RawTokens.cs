using System.Buffers;
using System.Globalization;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>The bytes of a <c>token</c>, which methods and header names are (RFC 9110 section 5.6.2).</summary>
internal static class RawTokens
{
    public static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The bytes of host names, addresses and their ports.</summary>
    public static readonly SearchValues<byte> HostBytes = SearchValues.Create("-._:[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Decimal digits alone, as many as fit; false for anything else.</summary>
    public static bool TryParseLength(ReadOnlySpan<byte> digits, out long length)
    {
        length = 0;
        return digits.Length is > 0 and < 19 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && long.TryParse(digits, CultureInfo.InvariantCulture, out length);
    }
}
