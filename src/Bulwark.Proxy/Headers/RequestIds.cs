using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Headers;

/// <summary>IDs under which a request is known in every log.</summary>
internal static class RequestIds
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The given ID when it is one of 8 to 64 letters, digits, dots, dashes and underscores; else null.</summary>
    public static string? Keep(StringValues given) => given is [{ Length: >= 8 and <= 64 } id] && !id.AsSpan().ContainsAnyExcept(Allowed) ? id : null;

    /// <summary>A new ID: 128 random bits.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
