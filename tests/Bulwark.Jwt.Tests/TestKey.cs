using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Jwt.Tests;

/// <summary>A key of the issuer under test: signs whatever it is given, well or badly formed.</summary>
internal sealed class TestKey(string keyId, AsymmetricAlgorithm key)
{
    public static TestKey Rsa(string keyId, int bits = 2048) => new(keyId, RSA.Create(bits));

    public static TestKey P256(string keyId) => new(keyId, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public string KeyId => keyId;

    public AsymmetricAlgorithm Key => key;

    public string Algorithm => key is RSA ? "RS256" : "ES256";

    /// <summary>The public half as a JWK, with further members if wanted: <c>"use":"enc"</c>.</summary>
    public string Jwk(string more = "\"use\":\"sig\"") => key switch
    {
        RSA rsa => Jwk(rsa.ExportParameters(includePrivateParameters: false), more),
        ECDsa ecdsa => Jwk(ecdsa.ExportParameters(includePrivateParameters: false), more),
        _ => throw new NotSupportedException(),
    };

    /// <summary>A good token.</summary>
    public string Token(string payload) => Token($$"""{"alg":"{{Algorithm}}","kid":"{{keyId}}"}""", payload);

    /// <summary>A token with this header and a signature of this key's own kind, whatever the header says.</summary>
    public string Token(string header, string payload)
    {
        var content = Encode(header) + "." + Encode(payload);
        return content + "." + Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(content)));
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private byte[] Sign(byte[] content) => key switch
    {
        RSA rsa => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.SignData(content, HashAlgorithmName.SHA256),
        _ => throw new NotSupportedException(),
    };

    private string Jwk(RSAParameters rsa, string more) =>
        $$"""{"kty":"RSA","kid":"{{keyId}}","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}",{{more}}}""";

    private string Jwk(ECParameters ec, string more) =>
        $$"""{"kty":"EC","crv":"P-256","kid":"{{keyId}}","x":"{{Base64Url.EncodeToString(ec.Q.X)}}","y":"{{Base64Url.EncodeToString(ec.Q.Y)}}",{{more}}}""";
}
