using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Bulwark.Mcp.Tests.Fakes;

/// <summary>A signing key of the fake issuer.</summary>
internal sealed class TestKey
{
    private readonly RSA _rsa = RSA.Create(2048);

    public string Jwk
    {
        get
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"k1","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}""";
        }
    }

    public string Sign(JsonObject claims)
    {
        var content = $"{Encode("""{"alg":"RS256","kid":"k1","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        var signature = _rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
