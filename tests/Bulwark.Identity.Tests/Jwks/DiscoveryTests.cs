using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Testing;

namespace Bulwark.Identity.Tests.Jwks;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await IdentityInstance.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/openid-configuration/local_bulwark")]
    [InlineData("/local_bulwark/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/local_bulwark")]
    public async Task Says_what_the_issuer_can_do_and_nothing_else(string path)
    {
        var answer = await _identity.GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(
            $$"""{"issuer":"{{TestEnvironment.Issuer}}","jwks_uri":"{{TestEnvironment.Issuer}}/.well-known/jwks.json","token_endpoint":"https://localhost:8443/oauth2/token","revocation_endpoint":"https://localhost:8443/oauth2/revoke","response_types_supported":[],"grant_types_supported":["refresh_token","urn:ietf:params:oauth:grant-type:token-exchange"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"token_endpoint_auth_methods_supported":["client_secret_basic","none"],"revocation_endpoint_auth_methods_supported":["client_secret_basic","none"]}""",
            answer.Body);
    }

    [Theory]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/local_bulwark/.well-known/jwks.json")]
    public async Task Publishes_both_keys_under_their_thumbprints(string path)
    {
        var answer = await _identity.GetAsync(path);

        Assert.Equal("max-age=300, public", string.Join(", ", answer.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key =>
        {
            Assert.Equal("alg e kid kty n use", string.Join(' ', key.EnumerateObject().Select(member => member.Name)));
            var canonical = $$"""{"e":"{{key.GetProperty("e")}}","kty":"RSA","n":"{{key.GetProperty("n")}}"}""";
            Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical))), key.GetProperty("kid").GetString());
        });
    }

    [Fact]
    public async Task Keeps_its_keys_over_a_restart()
    {
        var before = (await _identity.GetAsync("/.well-known/jwks.json")).Body;

        await _identity.RestartAsync();

        Assert.Equal(before, (await _identity.GetAsync("/.well-known/jwks.json")).Body);
    }
}
