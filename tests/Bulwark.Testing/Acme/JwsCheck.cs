using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bulwark.Testing.Acme;

/// <summary>Looks at a signed request as RFC 8555 section 6 wants it looked at.</summary>
internal static class JwsCheck
{
    /// <summary>Reads a flattened JWS and checks its signature.</summary>
    /// <param name="body">What came.</param>
    /// <param name="keyOf">The key of an account; null: there is no such account.</param>
    public static SignedRequest Read(byte[] body, Func<string, ECDsa?> keyOf)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (root.EnumerateObject().Count() != 3)
            throw new AcmeRefusalException("malformed", "not the flattened form of a JWS");

        var (first, second) = (root.GetProperty("protected").GetString()!, root.GetProperty("payload").GetString()!);
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(first));
        var fields = header.RootElement.Clone();
        if (fields.GetProperty("alg").GetString() != "ES256")
            throw new AcmeRefusalException("badSignatureAlgorithm", "ES256 only");

        var hasKey = fields.TryGetProperty("jwk", out var jwk);
        var hasAccount = fields.TryGetProperty("kid", out var kid);
        if (hasKey == hasAccount)
            throw new AcmeRefusalException("malformed", "one of jwk and kid");

        var key = hasKey ? Import(jwk) : keyOf(kid.GetString()!) ?? throw new AcmeRefusalException("accountDoesNotExist", "no such account");
        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{first}.{second}"), Base64Url.DecodeFromChars(root.GetProperty("signature").GetString()), HashAlgorithmName.SHA256))
            throw new AcmeRefusalException("unauthorized", "the signature is wrong", 401);

        return new SignedRequest(
            fields.GetProperty("url").GetString()!, fields.GetProperty("nonce").GetString()!, hasAccount ? kid.GetString() : null, key, Base64Url.DecodeFromChars(second));
    }

    /// <summary>Checks the binding of a new account to one that the CA knows.</summary>
    public static bool IsBound(JsonElement binding, string keyId, byte[] secret, ECDsa account, string url)
    {
        var (first, second) = (binding.GetProperty("protected").GetString()!, binding.GetProperty("payload").GetString()!);
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(first));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(second));
        return header.RootElement.GetProperty("alg").GetString() == "HS256"
            && header.RootElement.GetProperty("kid").GetString() == keyId
            && header.RootElement.GetProperty("url").GetString() == url
            && !header.RootElement.TryGetProperty("nonce", out _)
            && Thumbprint(Import(payload.RootElement)) == Thumbprint(account)
            && HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{first}.{second}")).AsSpan().SequenceEqual(Base64Url.DecodeFromChars(binding.GetProperty("signature").GetString()));
    }

    /// <summary>RFC 7638.</summary>
    public static string Thumbprint(ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(json)));
    }

    private static ECDsa Import(JsonElement jwk)
    {
        if (jwk.GetProperty("kty").GetString() != "EC" || jwk.GetProperty("crv").GetString() != "P-256" || jwk.TryGetProperty("d", out _))
            throw new AcmeRefusalException("badPublicKey", "a public key on P-256 is wanted");

        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()) },
        });
    }
}
