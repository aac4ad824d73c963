using System.Buffers;

namespace Bulwark.LoadBalancer;

/// <summary>Names in HTTP: of headers, cookies and methods.</summary>
internal static class Names
{
    /// <summary>The characters of a token (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>True for a token of 1 to 128 characters.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= 128 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
