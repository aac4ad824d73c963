using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Bulwark.Jwt;

/// <summary>Reads a JSON Web Key Set (RFC 7517 section 5): the keys that can verify signatures. Others are passed over, as the RFC asks.</summary>
internal static class JsonWebKeys
{
    /// <summary>More keys than an issuer has in the middle of any rotation.</summary>
    private const int MaxKeys = 32;

    /// <summary>The usable keys; null when the document is no key set.</summary>
    public static IReadOnlyList<VerificationKey>? Read(ReadOnlyMemory<byte> json, ILogger log)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            return [.. keys.EnumerateArray().Take(MaxKeys).Select(key => ReadKey(key, log)).OfType<VerificationKey>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VerificationKey? ReadKey(JsonElement key, ILogger log)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "kid") is not { Length: > 0 } keyId || !IsForSignatures(key))
            return null;

        try
        {
            return (Text(key, "kty"), Text(key, "alg") ?? "") switch
            {
                ("RSA", "" or VerificationKey.Rs256) => ReadRsa(key, keyId),
                ("EC", "" or VerificationKey.Es256) when Text(key, "crv") == "P-256" => ReadEcdsa(key, keyId),
                _ => null,
            };
        }
        catch (CryptographicException e)
        {
            Log.KeyUnusable(log, e, keyId);
            return null;
        }
    }

    private static VerificationKey? ReadRsa(JsonElement key, string keyId)
    {
        if (Bytes(key, "n") is not { } modulus || Bytes(key, "e") is not { } exponent)
            return null;

        return VerificationKey.FromRsa(keyId, RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }));
    }

    private static VerificationKey? ReadEcdsa(JsonElement key, string keyId)
    {
        if (Bytes(key, "x") is not { } x || Bytes(key, "y") is not { } y)
            return null;

        return VerificationKey.FromEcdsa(
            keyId, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }));
    }

    // "use" and "key_ops" say what the issuer meant the key for (RFC 7517 sections 4.2 and 4.3); a key for encryption signs nothing.
    private static bool IsForSignatures(JsonElement key)
    {
        if (key.TryGetProperty("use", out _) && Text(key, "use") != "sig")
            return false;

        return !key.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array
                && operations.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals("verify")));
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement key, string name) =>
        Text(key, name) is { Length: > 0 } text && Base64UrlText.TryDecode(text, out var bytes) ? bytes : null;
}
