using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bulwark.Pki.Acme.Protocol;

/// <summary>The key that an account is known by; it signs every request (ES256).</summary>
internal sealed class AccountKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly JsonWebKey _public;
    private readonly byte[] _publicJson;

    /// <param name="key">On P-256; it belongs to this object.</param>
    public AccountKey(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        _public = new JsonWebKey("P-256", "EC", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        _publicJson = JsonSerializer.SerializeToUtf8Bytes(_public, AcmeJson.Default.JsonWebKey);
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(_publicJson));
    }

    /// <summary>RFC 7638.</summary>
    public string Thumbprint { get; }

    /// <summary>What proves that whoever holds this key answers a challenge (RFC 8555 section 8.1).</summary>
    public string Authorize(string token) => $"{token}.{Thumbprint}";

    /// <summary>A signed request.</summary>
    /// <param name="url">Where it goes.</param>
    /// <param name="nonce">The server's, for this request alone.</param>
    /// <param name="payload">What is asked; empty: the thing itself is (POST-as-GET).</param>
    /// <param name="account">The account's address; null: there is none yet, and the key itself is sent.</param>
    public byte[] Sign(Uri url, string nonce, ReadOnlySpan<byte> payload, string? account)
    {
        var header = new JwsHeader { Alg = "ES256", Jwk = account is null ? _public : null, Kid = account, Nonce = nonce, Url = url.AbsoluteUri };
        var signed = Sign(header, payload, content => _key.SignData(content, HashAlgorithmName.SHA256));
        return JsonSerializer.SerializeToUtf8Bytes(signed, AcmeJson.Default.JsonWebSignature);
    }

    /// <summary>Says with the secret of an external account that this key may act for it (RFC 8555 section 7.3.4).</summary>
    public JsonWebSignature Bind(ExternalAccount account, Uri newAccount)
    {
        var header = new JwsHeader { Alg = "HS256", Kid = account.KeyId, Url = newAccount.AbsoluteUri };
        return Sign(header, _publicJson, content => HMACSHA256.HashData(account.Key.Span, content));
    }

    public void Dispose() => _key.Dispose();

    private static JsonWebSignature Sign(JwsHeader header, ReadOnlySpan<byte> payload, Func<byte[], byte[]> sign)
    {
        var first = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header, AcmeJson.Default.JwsHeader));
        var second = Base64Url.EncodeToString(payload);
        return new JsonWebSignature(first, second, Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes($"{first}.{second}"))));
    }
}
