using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Login;

public sealed class LoginEndpointTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Offers_the_jwt_flow_and_no_other()
    {
        using var client = server.Anonymous();
        Assert.Equal("""{"flows":[{"type":"org.matrix.login.jwt"}]}""", (await client.OkGetAsync(V3 + "/login")).ToJsonString());
    }

    [Fact]
    public async Task Logs_in_with_an_id_token()
    {
        using var client = server.Anonymous();
        var answer = await client.LogInAsync(server.Issuer.IdToken("Alice.Smith"), deviceId: "PHONE");

        Assert.Equal("@alice.smith:localhost", (string?)answer["user_id"]);
        Assert.Equal("PHONE", (string?)answer["device_id"]);
        Assert.Null(answer["refresh_token"]);
        Assert.Null(answer["expires_in_ms"]);
        Assert.Equal(
            """{"user_id":"@alice.smith:localhost","device_id":"PHONE","is_guest":false}""",
            (await client.OkGetAsync(V3 + "/account/whoami")).ToJsonString());
    }

    public static TheoryData<string, Action<JsonObject>> BadClaims => new()
    {
        { "expired", claims => claims["exp"] = Now() - 61 },
        { "without exp", claims => claims.Remove("exp") },
        { "not yet valid", claims => claims["nbf"] = Now() + 90 },
        { "of another issuer", claims => claims["iss"] = "https://elsewhere.example/pool" },
        { "without issuer", claims => claims.Remove("iss") },
        { "for another audience", claims => claims["aud"] = "somebody-else" },
        { "without audience", claims => claims.Remove("aud") },
        { "an access token", claims => claims["token_use"] = "access" },
        { "without use", claims => claims.Remove("token_use") },
        { "without sub", claims => claims.Remove("sub") },
        { "without user name", claims => claims.Remove("cognito:username") },
        { "a user name in Cyrillic", claims => claims["cognito:username"] = "\u0430lice" },
        { "a user name with a colon", claims => claims["cognito:username"] = "alice:evil" },
        { "an empty user name", claims => claims["cognito:username"] = "" },
        { "a user name that is too long", claims => claims["cognito:username"] = new string('a', 250) },
        { "the server's own user", claims => claims["cognito:username"] = "bulwark" },
        { "the server's own user in capitals", claims => claims["cognito:username"] = "BULWARK" },
    };

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task Refuses_tokens_that_are(string what, Action<JsonObject> change)
    {
        using var client = server.Anonymous();
        var refusal = await client.RefusedAsync(
            HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/login", Body(server.Issuer.IdToken("mallory", changes: change)));

        Assert.True("JWT validation failed" == (string?)refusal["error"], what);
    }

    [Fact]
    public async Task Takes_a_token_within_the_leeway()
    {
        using var client = server.Anonymous();
        await client.LogInAsync(server.Issuer.IdToken("late", changes: claims => claims["exp"] = Now() - 50));
        await client.LogInAsync(server.Issuer.IdToken("early", changes: claims => claims["nbf"] = Now() + 50));
    }

    [Fact]
    public async Task Refuses_an_unsigned_token()
    {
        using var client = server.Anonymous();
        var signed = server.Issuer.IdToken("mallory");
        var header = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none"}"""u8);
        foreach (var token in new[] { $"{header}.{signed.Split('.')[1]}.", $"{header}.{signed.Split('.')[1]}.{signed.Split('.')[2]}", "a.b.c", "nonsense" })
            await client.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/login", Body(token));
    }

    [Fact]
    public async Task Refuses_a_token_that_uses_the_public_key_as_a_shared_secret()
    {
        using var client = server.Anonymous();
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(server.Issuer.IdToken("mallory").Split('.')[1]))!.AsObject();
        var secret = server.Issuer.Key.ExportSubjectPublicKeyInfo();
        var token = TestIssuer.Sign(
            new JsonObject { ["alg"] = "HS256", ["kid"] = TestIssuer.KeyId }, claims, data => HMACSHA256.HashData(secret, data));

        await client.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/login", Body(token));
    }

    [Fact]
    public async Task Refuses_a_token_of_a_strange_key()
    {
        using var client = server.Anonymous();
        using var strange = RSA.Create(2048);
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(server.Issuer.IdToken("mallory").Split('.')[1]))!.AsObject();
        foreach (var keyId in new[] { TestIssuer.KeyId, "another" })
        {
            var token = TestIssuer.Sign(
                new JsonObject { ["alg"] = "RS256", ["kid"] = keyId }, claims.DeepClone().AsObject(),
                data => strange.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            await client.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/login", Body(token));
        }
    }

    [Fact]
    public async Task Never_makes_two_subjects_one_user()
    {
        using var client = server.Anonymous();
        await client.LogInAsync(server.Issuer.IdToken("carol", subject: "first"));

        await client.RefusedAsync(
            HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/login", Body(server.Issuer.IdToken("Carol", subject: "second")));
        await client.LogInAsync(server.Issuer.IdToken("CAROL", subject: "first"));
        Assert.Equal("@carol:localhost", client.UserId);
    }

    [Fact]
    public async Task Never_makes_two_subjects_one_user_when_they_come_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var client = server.Anonymous();
            return (await client.SendAsync(HttpMethod.Post, V3 + "/login", Body(server.Issuer.IdToken("race", subject: $"subject-{i}")))).Status;
        }));

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Forbidden));
    }

    [Theory]
    [InlineData("""{"type":"m.login.password","user":"alice","password":"secret"}""", HttpStatusCode.BadRequest, "M_UNKNOWN")]
    [InlineData("""{"type":"m.login.jwt","token":"x"}""", HttpStatusCode.BadRequest, "M_UNKNOWN")]
    [InlineData("""{"token":"x"}""", HttpStatusCode.BadRequest, "M_MISSING_PARAM")]
    [InlineData("""{"type":"org.matrix.login.jwt"}""", HttpStatusCode.Forbidden, "M_FORBIDDEN")]
    [InlineData("""{"type":"org.matrix.login.jwt","token":7}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"type":"org.matrix.login.jwt","token":"x","device_id":""}""", HttpStatusCode.BadRequest, "M_INVALID_PARAM")]
    [InlineData("""{"type":"org.matrix.login.jwt","type":"m.login.password","token":"x"}""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("[]", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    public async Task Refuses_requests_that_are_not_a_jwt_login(string body, HttpStatusCode status, string errcode)
    {
        using var client = server.Anonymous();
        var answer = await client.SendTextAsync(HttpMethod.Post, V3 + "/login", body);

        Assert.Equal((status, errcode), (answer.Status, (string?)answer.Json!["errcode"]));
    }

    [Fact]
    public async Task Ends_the_earlier_tokens_of_a_device_that_logs_in_again()
    {
        using var first = server.Anonymous();
        using var second = server.Anonymous();
        await first.LogInAsync(server.Issuer.IdToken("dora"), deviceId: "LAPTOP");
        await first.OkGetAsync(V3 + "/account/whoami");
        await second.LogInAsync(server.Issuer.IdToken("dora"), deviceId: "LAPTOP");

        await first.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, V3 + "/account/whoami");
        Assert.Single((await second.OkGetAsync(V3 + "/devices"))["devices"]!.AsArray());
    }

    private static JsonObject Body(string token) => new() { ["type"] = "org.matrix.login.jwt", ["token"] = token };

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
