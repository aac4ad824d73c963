using System.Text;
using Bulwark.Identity.Control;

namespace Bulwark.Identity.Tests.Control;

public sealed class TokenRoutesTests : IAsyncLifetime
{
    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await IdentityInstance.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task By_default_an_id_token_for_the_default_client()
    {
        var minted = await _identity.MintAsync(new MintTokenRequest { User = "alice", Groups = ["staff"] });

        var token = await Jwt.ValidateAsync(minted.Token, (await _identity.GetAsync("/.well-known/jwks.json")).Body, "bulwark-web");
        Assert.Equal("id", token.GetClaim("token_use").Value);
        Assert.Equal("alice", token.GetClaim("cognito:username").Value);
        Assert.Equal("""["staff"]""", Jwt.Payload(minted.Token).GetProperty("cognito:groups").GetRawText());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_003_600), minted.ExpiresAt);
        Assert.Equal(1_800_003_600, Jwt.Payload(minted.Token).GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task An_access_token_for_a_resource_has_it_as_audience()
    {
        var minted = await _identity.MintAsync(
            new MintTokenRequest { User = "alice", Use = "access", Client = "bulwark-mobile", Resource = IdentityInstance.McpResource, TtlSeconds = 60 });

        await Jwt.ValidateAsync(minted.Token, (await _identity.GetAsync("/.well-known/jwks.json")).Body, IdentityInstance.McpResource);
        var claims = Jwt.Payload(minted.Token);
        Assert.Equal("bulwark-mobile", claims.GetProperty("client_id").GetString());
        Assert.Equal("access", claims.GetProperty("token_use").GetString());
        Assert.Equal(1_800_000_060, claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task An_unknown_user_is_made_without_a_password_and_keeps_the_sub()
    {
        var first = await _identity.MintAsync(new MintTokenRequest { User = "alice", Groups = ["staff"] });
        await _identity.RestartAsync();
        var second = await _identity.MintAsync(new MintTokenRequest { User = "ALICE" });

        Assert.Equal(Jwt.Payload(first.Token).GetProperty("sub").GetString(), Jwt.Payload(second.Token).GetProperty("sub").GetString());
        Assert.Equal("alice", Jwt.Payload(second.Token).GetProperty("cognito:username").GetString());
        Assert.Equal("""["staff"]""", Jwt.Payload(second.Token).GetProperty("cognito:groups").GetRawText());
        var user = await _identity.Control.GetAsync("/users/alice", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken);
        Assert.False(user.HasPassword);
    }

    [Fact]
    public async Task Groups_replace_the_users_groups()
    {
        await _identity.AddUserAsync("alice", groups: ["staff", "analysts"]);

        var minted = await _identity.MintAsync(new MintTokenRequest { User = "alice", Groups = ["experiencers"] });
        var bare = await _identity.MintAsync(new MintTokenRequest { User = "alice", Groups = [] });

        Assert.Equal("""["experiencers"]""", Jwt.Payload(minted.Token).GetProperty("cognito:groups").GetRawText());
        Assert.False(Jwt.Payload(bare.Token).TryGetProperty("cognito:groups", out _));
    }

    [Theory]
    [InlineData("{}", "The body is not the JSON that this control route takes.")]
    [InlineData("""{"user":"alice","ttl":"1h"}""", "The body is not the JSON that this control route takes.")]
    [InlineData("""{"user":"alice","ttlSeconds":"60"}""", "The body is not the JSON that this control route takes.")]
    [InlineData("""{"user":"a b"}""", "A user name has 1 to 128 printable ASCII characters without spaces, and is not '.' or '..'.")]
    [InlineData("""{"user":"alice","groups":["a b"]}""", "A group name has 1 to 64 of the characters A-Z, a-z, 0-9, _ and -; a user has at most 100 groups.")]
    [InlineData("""{"user":"alice","use":"refresh"}""", "A token's use is id or access.")]
    [InlineData("""{"user":"alice","use":"ID"}""", "A token's use is id or access.")]
    [InlineData("""{"user":"alice","client":"evil"}""", "There is no client evil; the settings name the clients under identity.clients.")]
    [InlineData("""{"user":"alice","resource":"https://x.example/mcp"}""", "Only an access token can be for one resource: add use access.")]
    [InlineData("""{"user":"alice","use":"access","resource":"/mcp"}""", "A resource is an absolute URI.")]
    [InlineData("""{"user":"alice","use":"access","resource":"not a uri"}""", "A resource is an absolute URI.")]
    [InlineData("""{"user":"alice","ttlSeconds":0}""", "A token lives 1 second to 24 hours.")]
    [InlineData("""{"user":"alice","ttlSeconds":86401}""", "A token lives 1 second to 24 hours.")]
    public async Task Refuses_and_makes_nobody(string body, string message)
    {
        var (status, answer) = await PostAsync(body);

        Assert.Equal($$"""400 {"error":"{{message}}"}""", $"{status} {answer.Replace("\\u0027", "'", StringComparison.Ordinal)}");
        var list = await _identity.Control.GetAsync("/users", IdentityControlJson.Default.UserListView, TestContext.Current.CancellationToken);
        Assert.Empty(list.Users);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86_400)]
    public async Task Takes_lifetimes_within_the_limits(int seconds)
    {
        var minted = await _identity.MintAsync(new MintTokenRequest { User = "alice", TtlSeconds = seconds });

        Assert.Equal(1_800_000_000 + seconds, Jwt.Payload(minted.Token).GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task A_disabled_user_gets_none_and_stays_as_he_was()
    {
        await _identity.AddUserAsync("alice", groups: "staff");
        await _identity.ActAsync("alice", "disable");

        Assert.Equal((409, """{"error":"The user alice is disabled."}"""), await PostAsync("""{"user":"alice","groups":["analysts"]}"""));
        var user = await _identity.Control.GetAsync("/users/alice", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken);
        Assert.Equal(["staff"], user.Groups, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Logs_every_token_with_who_asked_and_never_the_token()
    {
        var minted = await _identity.MintAsync(new MintTokenRequest { User = "alice", Use = "access" });

        var record = Assert.Single(_identity.Logs.Records, record => record.EventId == 5000);
        var jti = Jwt.Payload(minted.Token).GetProperty("jti").GetString();
        Assert.Matches(
            $"^Token minted for user alice: client bulwark-web, use access, jti {jti}; asked for by uid [0-9]+, process {Environment.ProcessId}$",
            record.Message);
        Assert.DoesNotContain(minted.Token, _identity.Logs.Text, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _identity.RawControl.PostAsync("/tokens", content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
