using System.Text;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.Rules;

public sealed class PublicPathTableTests
{
    private const string Cognito = "AWSCognitoIdentityProviderService.";

    [Theory]
    [InlineData("/_matrix/client/versions", "homeserver")]
    [InlineData("/_matrix/media/v3/config", "homeserver")]
    [InlineData("/_synapse/client/rendezvous", "homeserver")]
    [InlineData("/.well-known/matrix/client", "homeserver")]
    [InlineData("/v1/graphql", "data-api")]
    [InlineData("/v1/graphql?x=1", "data-api")]
    [InlineData("/v1alpha1/graphql", "data-api")]
    [InlineData("/v1/version", "data-api")]
    [InlineData("/healthz", "data-api")]
    [InlineData("/mcp", "mcp")]
    [InlineData("/.well-known/oauth-protected-resource", "mcp")]
    [InlineData("/.well-known/oauth-protected-resource/mcp", "mcp")]
    [InlineData("/oauth2/token", "identity")]
    [InlineData("/login", "identity")]
    [InlineData("/logout", "identity")]
    [InlineData("/.well-known/openid-configuration", "identity")]
    [InlineData("/.well-known/openid-configuration/local_bulwark", "identity")]
    [InlineData("/.well-known/oauth-authorization-server", "identity")]
    [InlineData("/.well-known/oauth-authorization-server/local_bulwark", "identity")]
    [InlineData("/.well-known/jwks.json", "identity")]
    [InlineData("/local_bulwark/.well-known/jwks.json", "identity")]
    [InlineData("/", "302")]
    [InlineData("/?a=b", "302")]
    [InlineData("/index.html", "302")]
    [InlineData("/_matrix", "302")]
    [InlineData("/_Matrix/client/versions", "302")]
    [InlineData("/%5Fmatrix/client/versions", "302")]
    [InlineData("/V1/graphql", "302")]
    [InlineData("/v1/graphql/", "302")]
    [InlineData("/v1/graphqlx", "302")]
    [InlineData("/healthz/", "302")]
    [InlineData("/mcp/", "302")]
    [InlineData("/login/", "302")]
    [InlineData("/Login", "302")]
    [InlineData("/oauth2", "302")]
    [InlineData("/other_pool/.well-known/jwks.json", "302")]
    [InlineData("/local_bulwark/", "302")]
    [InlineData("/_synapse/clients", "302")]
    [InlineData("/_synapse/admin/v1/server_version", "404")]
    [InlineData("/v1/metadata", "404")]
    [InlineData("/health", "404")]
    [InlineData("/a/../v1/graphql", "400")]
    public async Task Sends_each_path_where_the_table_says(string target, string expected) =>
        Assert.Equal(expected, await WhereAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("POST", Cognito + "InitiateAuth", "identity")]
    [InlineData("POST", Cognito + "RespondToAuthChallenge", "identity")]
    [InlineData("POST", Cognito + "GetUser", "identity")]
    [InlineData("POST", Cognito + "GlobalSignOut", "identity")]
    [InlineData("POST", Cognito + "RevokeToken", "identity")]
    [InlineData("POST", Cognito + "ForgotPassword", "identity")]
    [InlineData("POST", Cognito + "ConfirmForgotPassword", "identity")]
    [InlineData("POST", Cognito + "ChangePassword", "identity")]
    [InlineData("POST", Cognito + "AssociateSoftwareToken", "identity")]
    [InlineData("POST", Cognito + "VerifySoftwareToken", "identity")]
    [InlineData("POST", Cognito + "SignUp", "400")]
    [InlineData("POST", Cognito + "AdminCreateUser", "400")]
    [InlineData("POST", Cognito + "initiateauth", "400")]
    [InlineData("POST", "InitiateAuth", "400")]
    [InlineData("POST", "DynamoDB_20120810.ListTables", "400")]
    [InlineData("POST", "", "400")]
    [InlineData("POST", Cognito + "InitiateAuth\r\nX-Amz-Target: " + Cognito + "AdminCreateUser", "400")]
    [InlineData("GET", Cognito + "InitiateAuth", "302")]
    public async Task Lets_only_public_operations_of_Cognito_through(string method, string operation, string expected) =>
        Assert.Equal(expected, await WhereAsync($"{method} / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {operation}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("OPTIONS", "Access-Control-Request-Method: POST", "identity")]
    [InlineData("OPTIONS", "Access-Control-Request-Method: PUT", "302")]
    [InlineData("OPTIONS", "X-Other: POST", "302")]
    [InlineData("GET", "Access-Control-Request-Method: POST", "302")]
    public async Task Lets_a_browser_ask_before_it_calls_Cognito(string method, string header, string expected) =>
        Assert.Equal(expected, await WhereAsync($"{method} / HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"));

    [Fact]
    public async Task Redirects_to_the_landing_page_without_letting_it_be_stored()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.LandingUrl = new Uri("https://www.example.net/welcome"));

        var answer = await lb.ExchangeAsync("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 302 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: https://www.example.net/welcome\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_operation_in_the_words_of_Cognito()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        var answer = await lb.ExchangeAsync(
            $"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {Cognito}AdminCreateUser\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/x-amz-json-1.1\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"__type":"UnknownOperationException","message":"The operation is not available"}""", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_SYNAPSE/admin", """{"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}""")]
    [InlineData("/v1/query", """{"path":"$","error":"resource does not exist","code":"not-found"}""")]
    [InlineData("/metrics", "")]
    public async Task Hides_paths_in_the_words_of_the_tier(string target, string body)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        var answer = await lb.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + body, answer, StringComparison.Ordinal);
    }

    /// <summary>The tier that answered, or the status when the load balancer did.</summary>
    private static async Task<string> WhereAsync(string request)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var homeserver = await StartAsync(lb, "homeserver");
        await using var dataApi = await StartAsync(lb, "data-api");
        await using var identity = await StartAsync(lb, "identity");
        await using var mcp = await StartAsync(lb, "mcp");

        var answer = await lb.ExchangeAsync(request, PkiFolder.Edge);
        var tier = answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("Tier: ", StringComparison.Ordinal));
        return tier?["Tier: ".Length..] ?? answer.Split(' ')[1];
    }

    private static Task<StandInTier> StartAsync(LoadBalancerFixture lb, string tier) => StandInTier.StartAsync(lb.Socket(tier), context =>
    {
        context.Response.Headers["Tier"] = tier;
        return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("ok")).AsTask();
    });
}
