using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Identity.Clients;
using Bulwark.Testing;

namespace Bulwark.Identity.Tests.UserPool;

public sealed class PasswordAuthTests
{
    [Fact]
    public async Task A_login_gives_the_three_tokens()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("Alice", email: "alice@example.org", groups: ["staff", "analysts"]);

        var answer = await identity.LoginAsync("alice");

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/x-amz-json-1.1", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("Bearer", answer.Text("AuthenticationResult", "TokenType"));
        Assert.Equal(3600, answer.Json.GetProperty("AuthenticationResult").GetProperty("ExpiresIn").GetInt32());
        Assert.Equal("{}", answer.Json.GetProperty("ChallengeParameters").GetRawText());
        Assert.Matches("^[A-Za-z0-9_-]{43}$", answer.Text("AuthenticationResult", "RefreshToken"));
    }

    [Fact]
    public async Task The_tokens_have_cognitos_shape()
    {
        await using var identity = await IdentityInstance.StartAsync();
        var user = await identity.AddUserAsync("Alice", email: "alice@example.org", groups: ["staff", "analysts"]);

        var answer = await identity.LoginAsync("alice");

        var id = Jwt.Payload(answer.Text("AuthenticationResult", "IdToken"));
        var access = Jwt.Payload(answer.Text("AuthenticationResult", "AccessToken"));
        Assert.Equal(
            $$"""{"sub":"{{user.Sub}}","email_verified":false,"cognito:groups":["analysts","staff"],"iss":"{{TestEnvironment.Issuer}}","cognito:username":"Alice","origin_jti":"{{Text(id, "origin_jti")}}","aud":"bulwark-web","event_id":"{{Text(id, "event_id")}}","token_use":"id","auth_time":1800000000,"exp":1800003600,"iat":1800000000,"jti":"{{Text(id, "jti")}}","email":"alice@example.org"}""",
            id.GetRawText());
        Assert.Equal(
            $$"""{"sub":"{{user.Sub}}","cognito:groups":["analysts","staff"],"iss":"{{TestEnvironment.Issuer}}","version":2,"client_id":"bulwark-web","origin_jti":"{{Text(id, "origin_jti")}}","event_id":"{{Text(id, "event_id")}}","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":1800000000,"exp":1800003600,"iat":1800000000,"jti":"{{Text(access, "jti")}}","username":"Alice"}""",
            access.GetRawText());
        Assert.All(
            [user.Sub, Text(id, "origin_jti"), Text(id, "event_id"), Text(id, "jti"), Text(access, "jti")],
            uuid => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uuid));
    }

    [Fact]
    public async Task The_tokens_verify_with_the_published_keys_each_with_its_own()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");
        var keySet = (await identity.GetAsync("/.well-known/jwks.json")).Body;

        var answer = await identity.LoginAsync("alice");

        var id = await Jwt.ValidateAsync(answer.Text("AuthenticationResult", "IdToken"), keySet, "bulwark-web");
        var access = await Jwt.ValidateAsync(answer.Text("AuthenticationResult", "AccessToken"), keySet, audience: null);
        Assert.NotEqual(id.Kid, access.Kid, StringComparer.Ordinal);
        Assert.Equal("alg kid", string.Join(' ', Jwt.Header(id.EncodedToken).EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_user_without_groups_or_address_has_no_such_claims()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");

        var answer = await identity.LoginAsync("alice");

        Assert.Equal(
            "aud auth_time cognito:username event_id exp iat iss jti origin_jti sub token_use",
            Jwt.ClaimNames(answer.Text("AuthenticationResult", "IdToken")));
        Assert.Equal(
            "auth_time client_id event_id exp iat iss jti origin_jti scope sub token_use username version",
            Jwt.ClaimNames(answer.Text("AuthenticationResult", "AccessToken")));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_look_alike()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");
        await identity.AddUserAsync("nopassword", password: null);

        var wrong = await identity.LoginAsync("alice", "wrong horse battery");

        Assert.Equal("""{"__type":"NotAuthorizedException","message":"Incorrect username or password."}""", wrong.Body);
        Assert.Equal(400, wrong.Status);
        Assert.Equal(wrong.Body, (await identity.LoginAsync("nobody")).Body);
        Assert.Equal(wrong.Body, (await identity.LoginAsync("nopassword")).Body);
        Assert.Equal(wrong.Body, (await identity.LoginAsync("alice", new string('x', 300))).Body);
        Assert.Equal(wrong.Body, (await identity.LoginAsync("no such name")).Body);
    }

    [Fact]
    public async Task A_disabled_user_learns_it_only_with_the_right_password()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");
        await identity.ActAsync("alice", "disable");

        Assert.Equal("400 NotAuthorizedException: User is disabled.", (await identity.LoginAsync("alice")).UserPoolError);
        Assert.Equal(
            "400 NotAuthorizedException: Incorrect username or password.", (await identity.LoginAsync("alice", "wrong horse battery")).UserPoolError);

        await identity.ActAsync("alice", "enable");
        Assert.Equal(200, (await identity.LoginAsync("alice")).Status);
    }

    [Theory]
    [InlineData("""{"ClientId":"bulwark-web"}""", "400 InvalidParameterException: Missing required parameter AuthFlow")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH"}""", "400 InvalidParameterException: Missing required parameter ClientId")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"evil"}""", "400 ResourceNotFoundException: User pool client evil does not exist.")]
    [InlineData("""{"AuthFlow":"USER_SRP_AUTH","ClientId":"bulwark-web"}""", "400 InvalidParameterException: USER_SRP_AUTH is not enabled for the client.")]
    [InlineData("""{"AuthFlow":"CUSTOM_AUTH","ClientId":"bulwark-web"}""", "400 InvalidParameterException: CUSTOM_AUTH is not enabled for the client.")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bulwark-mcp"}""", "400 InvalidParameterException: USER_PASSWORD_AUTH is not enabled for the client.")]
    [InlineData("""{"AuthFlow":"REFRESH_TOKEN_AUTH","ClientId":"bulwark-mcp"}""", "400 InvalidParameterException: REFRESH_TOKEN_AUTH is not enabled for the client.")]
    [InlineData("""{"AuthFlow":"x","ClientId":"bulwark-web"}""", "400 InvalidParameterException: AuthFlow names no flow of this API.")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bulwark-web"}""", "400 InvalidParameterException: Missing required parameter USERNAME")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bulwark-web","AuthParameters":{"USERNAME":"alice"}}""", "400 InvalidParameterException: Missing required parameter PASSWORD")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bulwark-web","AuthParameters":{"USERNAME":"alice","PASSWORD":null}}""", "400 InvalidParameterException: Missing required parameter PASSWORD")]
    [InlineData("""{"AuthFlow":"REFRESH_TOKEN_AUTH","ClientId":"bulwark-web","AuthParameters":{}}""", "400 InvalidParameterException: Missing required parameter REFRESH_TOKEN")]
    [InlineData("""{"AuthFlow":"REFRESH_TOKEN_AUTH","ClientId":"bulwark-web","AuthParameters":{"REFRESH_TOKEN":"made-up"}}""", "400 NotAuthorizedException: Invalid Refresh Token")]
    public async Task Refuses_in_cognitos_words(string body, string expected)
    {
        await using var identity = await IdentityInstance.StartAsync();

        Assert.Equal(expected, (await identity.CallAsync("InitiateAuth", body)).UserPoolError);
    }

    [Fact]
    public async Task A_client_with_a_secret_proves_it_with_the_secret_hash()
    {
        var options = IdentityInstance.CheapOptions();
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["secret"], "s3cret\n", TestContext.Current.CancellationToken);
        await using var identity = await IdentityInstance.StartAsync(options with
        {
            Clients = new Dictionary<string, ClientOptions>(StringComparer.Ordinal)
            {
                ["bulwark-web"] = new(),
                ["server"] = new() { Secret = new SecretFile { File = directory["secret"] } },
            },
        });
        await identity.AddUserAsync("alice");
        var hash = Convert.ToBase64String(HMACSHA256.HashData("s3cret"u8, "aliceserver"u8));

        Assert.Equal(200, (await LoginAsync("server", $",\"SECRET_HASH\":\"{hash}\"")).Status);
        Assert.Equal(
            "400 NotAuthorizedException: Unable to verify secret hash for client server", (await LoginAsync("server", ",\"SECRET_HASH\":\"AAAA\"")).UserPoolError);
        Assert.Equal(
            "400 NotAuthorizedException: Client server is configured with secret but SECRET_HASH was not received", (await LoginAsync("server", "")).UserPoolError);
        Assert.Equal(
            "400 NotAuthorizedException: Unable to verify secret hash for client bulwark-web",
            (await LoginAsync("bulwark-web", $",\"SECRET_HASH\":\"{hash}\"")).UserPoolError);

        Task<IdentityInstance.Answer> LoginAsync(string client, string more) => identity.CallAsync(
            "InitiateAuth",
            $$$"""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"{{{client}}}","AuthParameters":{"USERNAME":"alice","PASSWORD":"{{{IdentityInstance.Password}}}"{{{more}}} }}""");
    }

    [Fact]
    public async Task Passwords_and_tokens_never_reach_the_log_or_the_disk()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");
        var answer = await identity.LoginAsync("alice");
        await identity.LoginAsync("alice", "wrong horse battery");

        var written = identity.Logs.Text + Encoding.Latin1.GetString(await ReadDatabaseAsync(identity));

        Assert.Contains("Login refused: password", written, StringComparison.Ordinal);
        Assert.All(
            [IdentityInstance.Password, "wrong horse", answer.Text("AuthenticationResult", "RefreshToken"), answer.Text("AuthenticationResult", "IdToken")],
            secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
    }

    private static string Text(System.Text.Json.JsonElement payload, string claim) => payload.GetProperty(claim).GetString()!;

    private static async Task<byte[]> ReadDatabaseAsync(IdentityInstance identity)
    {
        using var all = new MemoryStream();
        foreach (var name in new[] { "identity.db", "identity.db-wal" })
        {
            await using var file = new FileStream(identity.Directory["db/" + name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await file.CopyToAsync(all, TestContext.Current.CancellationToken);
        }

        return all.ToArray();
    }
}
