namespace Bulwark.Identity.Tests.UserPool;

/// <summary>What users do to themselves with their access token: GetUser, GlobalSignOut, RevokeToken.</summary>
public sealed class UserAccessTests : IAsyncLifetime
{
    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await IdentityInstance.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Get_user_shows_whose_token_it_is()
    {
        var user = await _identity.AddUserAsync("Alice", email: "alice@example.org");
        var login = await LoginAsync("alice");

        var answer = await GetUserAsync(login.Access);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $$"""{"Username":"Alice","UserAttributes":[{"Name":"sub","Value":"{{user.Sub}}"},{"Name":"email_verified","Value":"false"},{"Name":"email","Value":"alice@example.org"}]}""",
            answer.Body);
    }

    [Fact]
    public async Task An_id_token_is_no_access_token()
    {
        await _identity.AddUserAsync("alice");
        var login = await LoginAsync("alice");

        Assert.Equal("400 NotAuthorizedException: Invalid Access Token", (await GetUserAsync(login.Id)).UserPoolError);
    }

    [Fact]
    public async Task A_token_for_one_resource_cannot_act_on_the_user_here() =>
        Assert.Equal(
            "400 NotAuthorizedException: Invalid Access Token", (await GetUserAsync(await _identity.AccessTokenAsync("alice"))).UserPoolError);

    [Theory]
    [InlineData("{}", "400 InvalidParameterException: Missing required parameter AccessToken")]
    [InlineData("""{"AccessToken":""}""", "400 InvalidParameterException: Missing required parameter AccessToken")]
    [InlineData("""{"AccessToken":"a.b.c"}""", "400 NotAuthorizedException: Invalid Access Token")]
    public async Task Refuses_what_is_no_token(string body, string expected)
    {
        Assert.Equal(expected, (await _identity.CallAsync("GetUser", body)).UserPoolError);
        Assert.Equal(expected, (await _identity.CallAsync("GlobalSignOut", body)).UserPoolError);
    }

    [Fact]
    public async Task A_token_is_over_to_the_second()
    {
        await _identity.AddUserAsync("alice");
        var login = await LoginAsync("alice");

        _identity.Time.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(200, (await GetUserAsync(login.Access)).Status);

        _identity.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("400 NotAuthorizedException: Access Token has expired", (await GetUserAsync(login.Access)).UserPoolError);
    }

    [Fact]
    public async Task A_token_of_a_disabled_or_deleted_user_is_worth_nothing()
    {
        var token = await _identity.AccessTokenAsync("alice", resource: null);
        Assert.Equal(200, (await GetUserAsync(token)).Status);

        await _identity.ActAsync("alice", "disable");
        Assert.Equal("400 NotAuthorizedException: User is disabled.", (await GetUserAsync(token)).UserPoolError);

        await _identity.Control.DeleteAsync("/users/alice", Identity.Control.IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken);
        await _identity.AddUserAsync("alice");
        Assert.Equal("400 NotAuthorizedException: Invalid Access Token", (await GetUserAsync(token)).UserPoolError);
    }

    [Fact]
    public async Task Global_sign_out_ends_every_login_of_the_user_and_of_no_other()
    {
        await _identity.AddUserAsync("alice");
        await _identity.AddUserAsync("bob");
        var (first, second, bob) = (await LoginAsync("alice"), await LoginAsync("alice"), await LoginAsync("bob"));

        var answer = await _identity.CallAsync("GlobalSignOut", $$"""{"AccessToken":"{{first.Access}}"}""");

        Assert.Equal("200 {}", $"{answer.Status} {answer.Body}");
        Assert.Equal("400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(second.Refresh)).UserPoolError);
        Assert.Equal("400 NotAuthorizedException: Access Token has been revoked", (await GetUserAsync(first.Access)).UserPoolError);
        Assert.Equal("400 NotAuthorizedException: Access Token has been revoked", (await GetUserAsync(second.Access)).UserPoolError);
        Assert.Equal(200, (await _identity.RefreshAsync(bob.Refresh)).Status);
        Assert.Equal(200, (await GetUserAsync((await LoginAsync("alice")).Access)).Status);
    }

    [Fact]
    public async Task Revoking_a_refresh_token_ends_its_login_alone()
    {
        await _identity.AddUserAsync("alice");
        var (first, second) = (await LoginAsync("alice"), await LoginAsync("alice"));

        var answer = await RevokeAsync(first.Refresh);

        Assert.Equal("200 {}", $"{answer.Status} {answer.Body}");
        Assert.Equal("400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(first.Refresh)).UserPoolError);
        Assert.Equal("400 NotAuthorizedException: Access Token has been revoked", (await GetUserAsync(first.Access)).UserPoolError);
        Assert.Equal(200, (await _identity.RefreshAsync(second.Refresh)).Status);
        Assert.Equal(200, (await RevokeAsync(first.Refresh)).Status);
    }

    [Fact]
    public async Task Revoke_token_refuses_what_it_cannot_revoke()
    {
        await _identity.AddUserAsync("alice");
        var login = await LoginAsync("alice");

        Assert.Equal("400 UnsupportedTokenTypeException: Only refresh tokens can be revoked.", (await RevokeAsync(login.Access)).UserPoolError);
        Assert.Equal(
            "400 UnauthorizedException: The token was issued to another client.", (await RevokeAsync(login.Refresh, "bulwark-mobile")).UserPoolError);
        Assert.Equal(
            "400 UnauthorizedException: The client is unknown or did not prove itself.", (await RevokeAsync(login.Refresh, "evil")).UserPoolError);
        Assert.Equal(
            "400 UnauthorizedException: The client is unknown or did not prove itself.", (await RevokeAsync(login.Refresh, "bulwark-mcp")).UserPoolError);
        Assert.Equal(
            "400 InvalidParameterException: Missing required parameter Token",
            (await _identity.CallAsync("RevokeToken", """{"ClientId":"bulwark-web"}""")).UserPoolError);
        Assert.Equal(200, (await _identity.RefreshAsync(login.Refresh)).Status);
    }

    private async Task<(string Id, string Access, string Refresh)> LoginAsync(string username)
    {
        var answer = await _identity.LoginAsync(username);
        return (
            answer.Text("AuthenticationResult", "IdToken"),
            answer.Text("AuthenticationResult", "AccessToken"),
            answer.Text("AuthenticationResult", "RefreshToken"));
    }

    private Task<IdentityInstance.Answer> GetUserAsync(string token) => _identity.CallAsync("GetUser", $$"""{"AccessToken":"{{token}}"}""");

    private Task<IdentityInstance.Answer> RevokeAsync(string token, string client = "bulwark-web") =>
        _identity.CallAsync("RevokeToken", $$"""{"Token":"{{token}}","ClientId":"{{client}}"}""");
}
