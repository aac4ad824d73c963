using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.Jwt.Tests;

public sealed class JsonWebKeysTests
{
    private static readonly TestKey Rsa = TestKey.Rsa("rsa");
    private static readonly TestKey P256 = TestKey.P256("ec");

    public static TheoryData<string, bool> Keys() => new()
    {
        { Rsa.Jwk(), true },
        { Rsa.Jwk("\"alg\":\"RS256\""), true },
        { Rsa.Jwk("\"key_ops\":[\"verify\"]"), true },
        { Rsa.Jwk("\"use\":\"enc\""), false },
        { Rsa.Jwk("\"use\":7"), false },
        { Rsa.Jwk("\"alg\":\"RS512\""), false },
        { Rsa.Jwk("\"alg\":\"HS256\""), false },
        { Rsa.Jwk("\"alg\":\"ES256\""), false },
        { Rsa.Jwk("\"key_ops\":[\"encrypt\",7]"), false },
        { Rsa.Jwk("\"key_ops\":\"verify\""), false },
        { TestKey.Rsa("short", 1024).Jwk(), false },
        { P256.Jwk(), true },
        { P256.Jwk("\"alg\":\"ES256\""), true },
        { P256.Jwk("\"alg\":\"RS256\""), false },
        { P256.Jwk().Replace("P-256", "P-384", StringComparison.Ordinal), false },
        { """{"kty":"EC","crv":"P-256","kid":"off-curve","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""", false },
        { """{"kty":"EC","crv":"P-256","kid":"half","x":"AAAA"}""", false },
        { """{"kty":"oct","kid":"secret","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""", false },
        { """{"kty":"RSA","kid":"no-modulus","e":"AQAB"}""", false },
        { """{"kty":"RSA","kid":"bad-modulus","n":"***","e":"AQAB"}""", false },
        { Rsa.Jwk().Replace("\"kid\":\"rsa\",", "", StringComparison.Ordinal), false },
        { "7", false },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Takes_keys_for_signatures_and_passes_over_the_others(string jwk, bool expected)
    {
        var json = $$"""{"keys":[{{jwk}},{{TestKey.P256("good").Jwk()}}]}""";

        var keys = JsonWebKeys.Read(Encoding.UTF8.GetBytes(json), NullLogger.Instance);

        Assert.Equal(expected ? 2 : 1, keys!.Count);
        Assert.Equal("good", keys[^1].KeyId);
    }
}
