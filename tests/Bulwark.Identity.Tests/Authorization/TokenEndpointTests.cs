using System.Text;

namespace Bulwark.Identity.Tests.Authorization;

public sealed class TokenEndpointTests : IAsyncLifetime
{
    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync()
    {
        _identity = await IdentityInstance.StartAsync();
        await _identity.AddUserAsync("alice");
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_refresh_token_gives_new_tokens()
    {
        var refreshToken = await RefreshTokenAsync();

        var answer = await RefreshAsync(refreshToken, "bulwark-web");

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("access_token id_token token_type expires_in", string.Join(' ', answer.Json.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("Bearer", answer.Text("token_type"));
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("access", Jwt.Payload(answer.Text("access_token")).GetProperty("token_use").GetString());
        Assert.Equal("id", Jwt.Payload(answer.Text("id_token")).GetProperty("token_use").GetString());
        Assert.Equal(200, (await RefreshAsync(refreshToken, "bulwark-web")).Status);
    }

    [Fact]
    public async Task A_refresh_token_belongs_to_one_client()
    {
        var refreshToken = await RefreshTokenAsync();

        Assert.Equal("400 invalid_grant", (await RefreshAsync(refreshToken, "bulwark-mobile")).OAuthError);
        Assert.Equal("401 invalid_client", (await RefreshAsync(refreshToken, "bulwark-mcp")).OAuthError);
        Assert.Equal("401 invalid_client", (await RefreshAsync(refreshToken, "evil")).OAuthError);
        Assert.Equal(
            "400 unauthorized_client",
            (await _identity.PostFormAsync("/oauth2/token", _identity.McpAuthorization(), ("grant_type", "refresh_token"), ("refresh_token", refreshToken))).OAuthError);
    }

    [Fact]
    public async Task A_made_up_refresh_token_gives_nothing() => Assert.Equal("400 invalid_grant", (await RefreshAsync("made-up", "bulwark-web")).OAuthError);

    [Theory]
    [InlineData("", "400 invalid_request")]
    [InlineData("grant_type=", "400 invalid_request")]
    [InlineData("grant_type=refresh_token&grant_type=refresh_token&client_id=bulwark-web", "400 invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=bulwark-web", "400 invalid_request")]
    [InlineData("grant_type=%ZZ", "400 invalid_request")]
    [InlineData("grant_type=%FF%FE", "400 invalid_request")]
    [InlineData("grant_type=a%00b", "400 invalid_request")]
    [InlineData("grant_type=password&username=alice&password=x&client_id=bulwark-web", "400 unsupported_grant_type")]
    [InlineData("grant_type=client_credentials", "400 unsupported_grant_type")]
    [InlineData("grant_type=authorization_code&code=x&client_id=bulwark-web", "400 unsupported_grant_type")]
    [InlineData("grant_type=refresh_token", "401 invalid_client")]
    [InlineData("grant_type=refresh_token&client_id=evil", "401 invalid_client")]
    public async Task Refuses_in_the_words_of_oauth(string form, string expected)
    {
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");

        var answer = await _identity.SendAsync(HttpMethod.Post, "/oauth2/token", content);

        Assert.Equal(expected, answer.OAuthError);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.DoesNotContain(_identity.Logs.Records, record => record.Exception is not null);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Takes_forms_only(string contentType)
    {
        using var content = new StringContent("grant_type=refresh_token&client_id=bulwark-web");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);

        Assert.Equal("400 invalid_request", (await _identity.SendAsync(HttpMethod.Post, "/oauth2/token", content)).OAuthError);
    }

    [Theory]
    [InlineData(1024 * 1024, 1)]
    [InlineData(1, 1000)]
    public async Task Refuses_forms_beyond_all_measure(int length, int fields)
    {
        var form = string.Join('&', Enumerable.Range(0, fields).Select(i => $"x{i}={new string('x', length)}"));
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");

        Assert.Equal("400 invalid_request", (await _identity.SendAsync(HttpMethod.Post, "/oauth2/token", content)).OAuthError);
    }

    [Fact]
    public async Task Revoking_ends_the_login_and_says_nothing_of_what_was()
    {
        var refreshToken = await RefreshTokenAsync();

        Assert.Equal("401 invalid_client", (await RevokeAsync(refreshToken, "evil")).OAuthError);
        Assert.Equal("400 unauthorized_client", (await RevokeAsync(refreshToken, "bulwark-mobile")).OAuthError);
        Assert.Equal("400 unsupported_token_type", (await RevokeAsync("a.b.c", "bulwark-web")).OAuthError);
        Assert.Equal("400 invalid_request", (await RevokeAsync("", "bulwark-web")).OAuthError);
        Assert.Equal(200, (await RefreshAsync(refreshToken, "bulwark-web")).Status);

        var answer = await RevokeAsync(refreshToken, "bulwark-web");

        Assert.Equal("200 ", $"{answer.Status} {answer.Body}");
        Assert.Equal("400 invalid_grant", (await RefreshAsync(refreshToken, "bulwark-web")).OAuthError);
        Assert.Equal(200, (await RevokeAsync(refreshToken, "bulwark-web")).Status);
    }

    private async Task<string> RefreshTokenAsync() => (await _identity.LoginAsync("alice")).Text("AuthenticationResult", "RefreshToken");

    private Task<IdentityInstance.Answer> RefreshAsync(string token, string client) => _identity.PostFormAsync(
        "/oauth2/token", null, ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", client));

    private Task<IdentityInstance.Answer> RevokeAsync(string token, string client) =>
        _identity.PostFormAsync("/oauth2/revoke", null, ("token", token), ("client_id", client));
}
