using Bulwark.Core.Http;

namespace Bulwark.DataApi.Tests.Http;

public sealed class RoutesTests
{
    [Theory]
    [InlineData("GET", "/healthz", 200, "OK")]
    [InlineData("GET", "/v1/version", 200, """{"server_type":"bulwark","version":"1.0.0"}""")]
    [InlineData("GET", "/v1/graphql", 405, """{"path":"$","error":"this resource takes another method","code":"method-not-allowed"}""")]
    [InlineData("GET", "/", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("GET", "/health", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("POST", "/v1/metadata", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("POST", "/v2/query", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("POST", "/v1/query", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("POST", "/V1/GraphQL", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("GET", "/console", 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    public async Task Serves_the_public_paths_and_no_others(string method, string path, int status, string body)
    {
        await using var instance = await DataApiInstance.StartAsync(withIssuer: false);

        var answer = await instance.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, body), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Tells_its_health_on_the_control_socket()
    {
        await using var instance = await DataApiInstance.StartAsync(withIssuer: false);
        using var control = new HttpClient(UnixSocketHttp.CreateHandler(instance.Environment.Data.ControlSocket(DataApiTier.Name)));

        Assert.Equal("""{"status":"ok"}""", await control.GetStringAsync("http://control/health", TestContext.Current.CancellationToken));
        using var graphQL = await control.PostAsync("http://control/v1/graphql", null, TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)graphQL.StatusCode);
    }

    [Fact]
    public async Task Lets_pages_of_any_origin_call_it_without_credentials()
    {
        await using var instance = await DataApiInstance.StartAsync(withIssuer: false);

        var answer = await instance.SendAsync(
            HttpMethod.Options, "/v1/graphql", null, ("Origin", "https://app.example.org"), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(204, answer.Status);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET, POST, OPTIONS", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("Authorization, Content-Type, X-Hasura-Role", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://app.example.org.evil.example", false)]
    [InlineData("null", false)]
    public async Task Names_a_configured_origin_and_no_other(string origin, bool isAllowed)
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { CorsOrigins = ["https://app.example.org"] }, withIssuer: false);

        var answer = await instance.SendAsync(HttpMethod.Post, "/v1/graphql", null, ("Origin", origin));

        Assert.Equal(isAllowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed));
        Assert.Equal(isAllowed ? origin : null, allowed?.Single());
        Assert.Equal(isAllowed, answer.Headers.Vary.Contains("Origin"));
    }
}
