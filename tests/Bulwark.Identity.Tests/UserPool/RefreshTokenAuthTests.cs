using Bulwark.Identity.Control;

namespace Bulwark.Identity.Tests.UserPool;

public sealed class RefreshTokenAuthTests : IAsyncLifetime
{
    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync()
    {
        _identity = await IdentityInstance.StartAsync();
        await _identity.AddUserAsync("alice", groups: "staff");
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Gives_new_tokens_of_the_same_login_and_keeps_the_refresh_token()
    {
        var login = await _identity.LoginAsync("alice");
        var token = login.Text("AuthenticationResult", "RefreshToken");
        _identity.Time.Advance(TimeSpan.FromHours(2));

        var answer = await _identity.RefreshAsync(token);

        Assert.Equal(200, answer.Status);
        Assert.False(answer.Json.GetProperty("AuthenticationResult").TryGetProperty("RefreshToken", out _));
        var before = Jwt.Payload(login.Text("AuthenticationResult", "IdToken"));
        var after = Jwt.Payload(answer.Text("AuthenticationResult", "IdToken"));
        Assert.Equal(before.GetProperty("origin_jti").GetString(), after.GetProperty("origin_jti").GetString());
        Assert.Equal(1_800_000_000, after.GetProperty("auth_time").GetInt64());
        Assert.Equal(1_800_007_200, after.GetProperty("iat").GetInt64());
        Assert.Equal(1_800_010_800, after.GetProperty("exp").GetInt64());
        Assert.Equal(200, (await _identity.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task The_new_tokens_show_the_user_as_the_user_is_now()
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");
        await _identity.Control.PutAsync(
            "/users/alice/groups",
            new SetGroupsRequest(["analysts"]),
            IdentityControlJson.Default.SetGroupsRequest,
            IdentityControlJson.Default.UserView,
            TestContext.Current.CancellationToken);

        var answer = await _identity.RefreshAsync(token);

        Assert.Equal("""["analysts"]""", Jwt.Payload(answer.Text("AuthenticationResult", "IdToken")).GetProperty("cognito:groups").GetRawText());
    }

    [Fact]
    public async Task A_token_is_over_after_30_days()
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");

        _identity.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _identity.RefreshAsync(token)).Status);

        _identity.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(token)).UserPoolError);
    }

    [Fact]
    public async Task A_token_is_worth_nothing_to_another_client()
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");

        Assert.Equal(
            "400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(token, client: "bulwark-mobile")).UserPoolError);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("delete")]
    [InlineData("password")]
    public async Task A_token_ends_with_what_it_stood_for(string change)
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");

        await ChangeAsync(change);

        Assert.Equal("400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(token)).UserPoolError);
    }

    [Fact]
    public async Task Enabling_a_user_again_brings_no_login_back()
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");
        await _identity.ActAsync("alice", "disable");
        await _identity.ActAsync("alice", "enable");

        Assert.Equal("400 NotAuthorizedException: Invalid Refresh Token", (await _identity.RefreshAsync(token)).UserPoolError);
    }

    [Fact]
    public async Task Outlives_a_restart()
    {
        var token = (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");

        await _identity.RestartAsync();

        Assert.Equal(200, (await _identity.RefreshAsync(token)).Status);
    }

    private Task<UserView> ChangeAsync(string change) => change switch
    {
        "delete" => _identity.Control.DeleteAsync("/users/alice", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken),
        "password" => _identity.Control.PostAsync(
            "/users/alice/password",
            new SetPasswordRequest("another horse battery"),
            IdentityControlJson.Default.SetPasswordRequest,
            IdentityControlJson.Default.UserView,
            TestContext.Current.CancellationToken),
        _ => _identity.ActAsync("alice", change),
    };
}
