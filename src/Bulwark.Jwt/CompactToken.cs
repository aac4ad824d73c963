using System.Text;
using System.Text.Json;
using Bulwark.Core.Json;

namespace Bulwark.Jwt;

/// <summary>
/// A signed token in compact form (RFC 7515 section 7.1), taken apart and not yet believed. The payload stays unread until the signature has
/// been checked.
/// </summary>
internal sealed record CompactToken(string Algorithm, string? KeyId, byte[] SignedContent, byte[] Payload, byte[] Signature)
{
    private const int MaxDepth = 16;

    /// <summary>Takes a token apart; null when it is none, or when its header asks for what we do not know.</summary>
    public static CompactToken? Read(string token)
    {
        Span<Range> parts = stackalloc Range[4];
        if (token.AsSpan().Split(parts, '.') != 3)
            return null;

        if (!Base64UrlText.TryDecode(token.AsSpan()[parts[0]], out var headerBytes)
            || !Base64UrlText.TryDecode(token.AsSpan()[parts[1]], out var payload)
            || !Base64UrlText.TryDecode(token.AsSpan()[parts[2]], out var signature))
        {
            return null;
        }

        if (ReadObject(headerBytes) is not { } header || !TryReadText(header, "alg", out var algorithm) || !TryReadText(header, "kid", out var keyId))
            return null;

        // Whoever sets "crit" demands that a verifier who does not know the extension refuses (RFC 7515 section 4.1.11). We know none.
        if (header.TryGetProperty("crit", out _))
            return null;

        return new CompactToken(algorithm ?? "", keyId, Encoding.ASCII.GetBytes(token[..parts[1].End.Value]), payload, signature);
    }

    /// <summary>The claims; null when they are not one JSON object, or name a claim twice: two readings are how checks are walked around.</summary>
    public JsonElement? ReadPayload() => ReadObject(Payload);

    // Looked at first, which spares the parser, and us its exception, whatever plainly is no object.
    private static JsonElement? ReadObject(byte[] json) => json is [(byte)'{', .., (byte)'}'] ? StrictJson.Read(json, MaxDepth) : null;

    private static bool TryReadText(JsonElement header, string name, out string? text)
    {
        text = null;
        if (!header.TryGetProperty(name, out var value))
            return true;

        if (value.ValueKind != JsonValueKind.String)
            return false;

        text = value.GetString();
        return true;
    }
}
