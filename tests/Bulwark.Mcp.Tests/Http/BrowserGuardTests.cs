using System.Net;
using Bulwark.Mcp.Tests.Fakes;

namespace Bulwark.Mcp.Tests.Http;

public sealed class BrowserGuardTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";

    private static readonly McpOptions Options = new() { AllowedOrigins = ["https://app.example.org"] };

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("https://localhost:8443", HttpStatusCode.OK)]
    [InlineData("https://app.example.org", HttpStatusCode.OK)]
    [InlineData("https://APP.example.org", HttpStatusCode.Forbidden)]
    [InlineData("https://app.example.org.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:8443", HttpStatusCode.Forbidden)]
    [InlineData("https://localhost", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task Takes_the_listed_origins_alone(string? origin, HttpStatusCode expected)
    {
        await using var mcp = await McpInstance.StartAsync(Options);

        using var response = await mcp.PostAsync(List, mcp.Token(), change: headers =>
        {
            if (origin is not null)
                headers.TryAddWithoutValidation("Origin", origin);
        });

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost:8443", HttpStatusCode.OK)]
    [InlineData("LOCALHOST", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8443", HttpStatusCode.MisdirectedRequest)]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Takes_the_hosts_of_the_instance_alone(string host, HttpStatusCode expected)
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(List, mcp.Token(), change: headers => headers.Host = host);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("https://app.example.org", HttpStatusCode.NoContent, "https://app.example.org")]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden, null)]
    public async Task Lets_pages_of_the_listed_origins_ask_first(string origin, HttpStatusCode expected, string? allowed)
    {
        await using var mcp = await McpInstance.StartAsync(Options);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/mcp");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await mcp.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null);
    }
}
