using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Mcp.Tests.Fakes;
using Bulwark.Testing;

namespace Bulwark.Mcp.Tests.Authorization;

public sealed class BearerAuthenticationTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";
    private const string Metadata = "resource_metadata=\"https://localhost:8443/.well-known/oauth-protected-resource/mcp\"";

    public static TheoryData<string, Action<JsonObject>> BadClaims => new()
    {
        { "the audience of another resource", claims => claims["aud"] = "https://localhost:8443/other" },
        { "the audience of the web client", claims => claims["aud"] = "bulwark-web" },
        { "a trailing slash on the audience", claims => claims["aud"] = McpInstance.Resource + "/" },
        { "no audience", claims => claims.Remove("aud") },
        { "an ID token", claims => claims["token_use"] = "id" },
        { "no token_use", claims => claims.Remove("token_use") },
        { "another issuer", claims => claims["iss"] = "https://elsewhere/" },
        { "an expired token", claims => claims["exp"] = 1_999_999_000 },
        { "no expiry", claims => claims.Remove("exp") },
        { "no subject", claims => claims.Remove("sub") },
    };

    [Theory]
    [MemberData(nameof(BadClaims), DisableDiscoveryEnumeration = true)]
    public async Task Refuses(string what, Action<JsonObject> change)
    {
        await using var mcp = await McpInstance.StartAsync();
        var token = mcp.Token(change);

        using var response = await mcp.PostAsync(List, token);

        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{what} was answered with {response.StatusCode}");
        Assert.Equal($"Bearer error=\"invalid_token\", {Metadata}", response.Headers.WwwAuthenticate.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(token, mcp.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_one_audience_of_several()
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(List, mcp.Token(claims => claims["aud"] = new JsonArray("https://elsewhere/", McpInstance.Resource)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Takes_the_audiences_that_the_settings_name_and_then_only_those()
    {
        await using var mcp = await McpInstance.StartAsync(new McpOptions { Jwt = new() { Audiences = ["https://chat.example/mcp"] } });

        using var named = await mcp.PostAsync(List, mcp.Token(claims => claims["aud"] = "https://chat.example/mcp"));
        using var unnamed = await mcp.PostAsync(List, mcp.Token());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (named.StatusCode, unnamed.StatusCode));
    }

    [Fact]
    public async Task Refuses_a_token_whose_claims_were_changed()
    {
        await using var mcp = await McpInstance.StartAsync();
        var good = mcp.Token().Split('.');
        var other = mcp.Token(claims => claims["sub"] = "somebody-else").Split('.');

        using var response = await mcp.PostAsync(List, $"{good[0]}.{other[1]}.{good[2]}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public async Task Asks_for_a_token_without_calling_anything_invalid(string? authorization)
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(List, token: null, change: headers =>
        {
            if (authorization is not null)
                headers.TryAddWithoutValidation("Authorization", authorization);
        });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal($"Bearer {Metadata}", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Does_not_look_for_a_token_in_the_query()
    {
        await using var mcp = await McpInstance.StartAsync();

        using var inQuery = await mcp.PostAsync(List, token: null, target: $"/mcp?access_token={mcp.Token()}");
        using var inHeader = await mcp.PostAsync(List, mcp.Token(), target: "/mcp?access_token=x");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (inQuery.StatusCode, inHeader.StatusCode));
    }

    [Fact]
    public async Task Refuses_two_tokens()
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(List, token: null, change: headers =>
            headers.TryAddWithoutValidation("Authorization", [$"Bearer {mcp.Token()}", $"Bearer {mcp.Token()}"]));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Says_that_it_cannot_tell_while_the_issuers_keys_are_out_of_reach()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Identity.Answer("GET /.well-known/jwks.json", "{}", status: 503);

        using var response = await mcp.PostAsync(List, mcp.Token());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/mcp")]
    public async Task Says_where_to_get_a_token(string path)
    {
        await using var mcp = await McpInstance.StartAsync();

        var json = await mcp.Client.GetStringAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(
            $$"""{"resource":"https://localhost:8443/mcp","authorization_servers":["{{TestEnvironment.Issuer}}"],"bearer_methods_supported":["header"],"resource_name":"Bulwark chat"}""",
            json);
    }
}
