using System.Security.Cryptography;
using System.Text;
using Bulwark.Identity.Control;
using Bulwark.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bulwark.Identity.Tests.Authorization;

public sealed class TokenExchangeGrantTests : IAsyncLifetime
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";

    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync()
    {
        _identity = await IdentityInstance.StartAsync();
        await _identity.AddUserAsync("alice", groups: "staff");
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Gives_a_short_id_token_for_the_homeserver()
    {
        var subject = await _identity.AccessTokenAsync("alice");

        var answer = await ExchangeAsync(subject);

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var token = answer.Text("access_token");
        Assert.Equal(
            $$"""{"access_token":"{{token}}","issued_token_type":"{{IdTokenType}}","token_type":"N_A","expires_in":300}""", answer.Body);
        await Jwt.ValidateAsync(token, (await _identity.GetAsync("/.well-known/jwks.json")).Body, "bulwark-homeserver");
        var (claims, original) = (Jwt.Payload(token), Jwt.Payload(subject));
        Assert.Equal("id", claims.GetProperty("token_use").GetString());
        Assert.Equal("alice", claims.GetProperty("cognito:username").GetString());
        Assert.Equal("""["staff"]""", claims.GetProperty("cognito:groups").GetRawText());
        Assert.Equal(1_800_000_300, claims.GetProperty("exp").GetInt64());
        Assert.Equal(original.GetProperty("sub").GetString(), claims.GetProperty("sub").GetString());
        Assert.Equal(original.GetProperty("origin_jti").GetString(), claims.GetProperty("origin_jti").GetString());
    }

    [Fact]
    public async Task The_id_token_never_outlives_the_token_that_it_was_made_from()
    {
        var subject = await _identity.AccessTokenAsync("alice");
        _identity.Time.Advance(TimeSpan.FromMinutes(59));

        var answer = await ExchangeAsync(subject);

        Assert.Equal(60, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(Jwt.Payload(subject).GetProperty("exp").GetInt64(), Jwt.Payload(answer.Text("access_token")).GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Refuses_a_token_that_was_meant_for_another_service()
    {
        Assert.Equal("400 invalid_request", (await ExchangeAsync(await _identity.AccessTokenAsync("alice", TestEnvironment.PublicUrl))).OAuthError);
        Assert.Equal("400 invalid_request", (await ExchangeAsync(await _identity.AccessTokenAsync("alice", TestEnvironment.PublicUrl + "/mcp/"))).OAuthError);
        Assert.Equal("400 invalid_request", (await ExchangeAsync(await _identity.AccessTokenAsync("alice", "https://evil.example/mcp"))).OAuthError);
        Assert.Equal("400 invalid_request", (await ExchangeAsync(await _identity.AccessTokenAsync("alice", resource: null))).OAuthError);
    }

    [Fact]
    public async Task Refuses_an_id_token_and_garbage()
    {
        var idToken = (await _identity.MintAsync(new MintTokenRequest { User = "alice" })).Token;

        Assert.Equal("400 invalid_request", (await ExchangeAsync(idToken)).OAuthError);
        Assert.Equal("400 invalid_request", (await ExchangeAsync("a.b.c")).OAuthError);
        Assert.Equal("400 invalid_request", (await ExchangeAsync("")).OAuthError);
    }

    [Fact]
    public async Task Refuses_what_its_own_exchange_gave_out()
    {
        var idToken = (await ExchangeAsync(await _identity.AccessTokenAsync("alice"))).Text("access_token");

        Assert.Equal("400 invalid_request", (await ExchangeAsync(idToken)).OAuthError);
    }

    [Fact]
    public async Task Refuses_a_token_that_another_key_signed()
    {
        using var rsa = RSA.Create(2048);
        var genuine = await _identity.AccessTokenAsync("alice");
        var keyId = Jwt.Header(genuine).GetProperty("kid").GetString();
        var forged = new JsonWebTokenHandler().CreateToken(
            Jwt.Payload(genuine).GetRawText(), new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = keyId }, SecurityAlgorithms.RsaSha256));

        Assert.Equal("400 invalid_request", (await ExchangeAsync(forged)).OAuthError);
        Assert.Equal(200, (await ExchangeAsync(genuine)).Status);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("refresh")]
    [InlineData("")]
    public async Task Refuses_another_use_even_when_the_right_key_signed_it(string use)
    {
        using var rsa = TestKeys.LoadAccessTokenKey();
        var genuine = await _identity.AccessTokenAsync("alice");
        var payload = Jwt.Payload(genuine).GetRawText();
        var key = new RsaSecurityKey(rsa)
        {
            KeyId = Jwt.Header(genuine).GetProperty("kid").GetString(),
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false }, // it would outlive this test's copy of the key
        };
        var credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);

        var other = new JsonWebTokenHandler().CreateToken(payload.Replace("\"access\"", $"\"{use}\"", StringComparison.Ordinal), credentials);
        var same = new JsonWebTokenHandler().CreateToken(payload, credentials);

        Assert.Equal("400 invalid_request", (await ExchangeAsync(other)).OAuthError);
        Assert.Equal(200, (await ExchangeAsync(same)).Status);
    }

    [Fact]
    public async Task Refuses_a_token_that_is_over()
    {
        var subject = await _identity.AccessTokenAsync("alice");
        _identity.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("400 invalid_request", (await ExchangeAsync(subject)).OAuthError);
    }

    [Fact]
    public async Task Refuses_a_token_of_a_disabled_or_deleted_user()
    {
        var subject = await _identity.AccessTokenAsync("alice");
        await _identity.ActAsync("alice", "disable");
        Assert.Equal("400 invalid_request", (await ExchangeAsync(subject)).OAuthError);

        await _identity.ActAsync("alice", "enable");
        Assert.Equal(200, (await ExchangeAsync(subject)).Status);

        await _identity.Control.DeleteAsync("/users/alice", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken);
        Assert.Equal("400 invalid_request", (await ExchangeAsync(subject)).OAuthError);
    }

    [Theory]
    [InlineData("subject_token_type", IdTokenType, "400 invalid_request")]
    [InlineData("subject_token_type", "", "400 invalid_request")]
    [InlineData("requested_token_type", AccessTokenType, "400 invalid_request")]
    [InlineData("requested_token_type", "", "400 invalid_request")]
    [InlineData("audience", "bulwark-web", "400 invalid_target")]
    [InlineData("audience", "", "400 invalid_target")]
    [InlineData("resource", "https://localhost:8443/", "400 invalid_target")]
    [InlineData("actor_token", "x", "400 invalid_request")]
    [InlineData("subject_token", "", "400 invalid_request")]
    public async Task Refuses_a_request_for_anything_else(string parameter, string value, string expected)
    {
        var subject = await _identity.AccessTokenAsync("alice");

        Assert.Equal(expected, (await ExchangeAsync(subject, _identity.McpAuthorization(), (parameter, value))).OAuthError);
    }

    [Fact]
    public async Task Refuses_who_does_not_prove_to_be_the_service()
    {
        var subject = await _identity.AccessTokenAsync("alice");

        foreach (var authorization in new[]
        {
            _identity.McpAuthorization(new string('0', 64)),
            _identity.McpAuthorization(""),
            _identity.McpAuthorization(_identity.McpSecret + "0"),
            Basic($"bulwark-web:{_identity.McpSecret}"),
            Basic("bulwark-web:"),
            Basic($"evil:{_identity.McpSecret}"),
            Basic(_identity.McpSecret),
            Basic("%ZZ:x"),
            "Basic",
            "Basic ",
            "Basic !!!",
            "Bearer " + subject,
        })
        {
            var answer = await ExchangeAsync(subject, authorization);

            Assert.Equal("401 invalid_client", answer.OAuthError);
            Assert.Equal("Basic realm=\"bulwark\", charset=\"UTF-8\"", answer.Headers.WwwAuthenticate.ToString());
        }

        Assert.Equal("401 invalid_client", (await ExchangeAsync(subject, null)).OAuthError);
        Assert.Equal("401 invalid_client", (await ExchangeAsync(subject, null, ("client_id", "bulwark-mcp"))).OAuthError);
        Assert.Equal("401 invalid_client", (await ExchangeAsync(subject, _identity.McpAuthorization(), ("client_id", "bulwark-web"))).OAuthError);
    }

    [Fact]
    public async Task Refuses_a_client_that_may_not_exchange() =>
        Assert.Equal(
            "400 unauthorized_client",
            (await ExchangeAsync(await _identity.AccessTokenAsync("alice"), null, ("client_id", "bulwark-web"))).OAuthError);

    [Fact]
    public async Task Logs_why_but_never_the_token()
    {
        var subject = await _identity.AccessTokenAsync("alice", "https://evil.example");

        await ExchangeAsync(subject);

        var record = Assert.Single(_identity.Logs.Records, record => record.EventId == 5003);
        Assert.StartsWith("Token exchange by client bulwark-mcp refused: Audience, request ", record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(subject, _identity.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_identity.McpSecret, _identity.Logs.Text, StringComparison.Ordinal);
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials));

    private Task<IdentityInstance.Answer> ExchangeAsync(string subject) => ExchangeAsync(subject, _identity.McpAuthorization());

    private Task<IdentityInstance.Answer> ExchangeAsync(string subject, string? authorization, params (string Name, string Value)[] instead)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["subject_token"] = subject,
            ["subject_token_type"] = AccessTokenType,
            ["requested_token_type"] = IdTokenType,
            ["audience"] = "bulwark-homeserver",
        };
        foreach (var (name, value) in instead)
            fields[name] = value;

        return _identity.PostFormAsync("/oauth2/token", authorization, [.. fields.Select(field => (field.Key, field.Value))]);
    }
}
