using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.EdgeAuth;

public sealed class EdgeAuthTests
{
    private const string Served = "served";

    public static TheoryData<string, string?, int, string> Refusals() => new()
    {
        { "/v1/graphql", null, 200, """{"errors":[{"message":"Missing 'Authorization' or 'Cookie' header in JWT authentication mode","extensions":{"path":"$","code":"invalid-headers"}}]}""" },
        { "/v1/graphql", "Basic abc", 200, """{"errors":[{"message":"Malformed Authorization header","extensions":{"path":"$","code":"invalid-headers"}}]}""" },
        { "/v1/graphql", "Bearer abc", 200, """{"errors":[{"message":"Could not verify JWT: JWSError (CompactDecodeError)","extensions":{"path":"$","code":"invalid-jwt"}}]}""" },
        { "/v1/graphql", "forged", 200, """{"errors":[{"message":"Could not verify JWT: JWSError JWSInvalidSignature","extensions":{"path":"$","code":"invalid-jwt"}}]}""" },
        { "/v1/graphql", "expired", 200, """{"errors":[{"message":"Could not verify JWT: JWTExpired","extensions":{"path":"$","code":"invalid-jwt"}}]}""" },
        { "/v1/graphql", "stranger", 200, """{"errors":[{"message":"Could not verify JWT: JWTNotInAudience","extensions":{"path":"$","code":"invalid-jwt"}}]}""" },
        { "/v1/graphql", "resource", 200, """{"errors":[{"message":"Could not verify JWT: JWTNotInAudience","extensions":{"path":"$","code":"invalid-jwt"}}]}""" },
        { "/v1alpha1/graphql", null, 400, """{"errors":[{"message":"Missing 'Authorization' or 'Cookie' header in JWT authentication mode","extensions":{"path":"$","code":"invalid-headers"}}]}""" },
        { "/mcp", null, 401, """{"jsonrpc":"2.0","error":{"code":-32600,"message":"A bearer token is needed"}}""" },
        { "/mcp", "forged", 401, """{"jsonrpc":"2.0","error":{"code":-32600,"message":"The token is not valid here"}}""" },
        { "/mcp", "good", 401, """{"jsonrpc":"2.0","error":{"code":-32600,"message":"The token is not valid here"}}""" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refuses_in_the_words_of_the_service_and_before_it(string path, string? authorization, int status, string body)
    {
        await using var instance = await Instance.StartAsync();

        using var response = await instance.PostAsync(path, authorization);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(0, instance.Reached);
    }

    [Theory]
    [InlineData(null, "Bearer resource_metadata=\"https://localhost:8443/.well-known/oauth-protected-resource/mcp\"")]
    [InlineData("forged", "Bearer error=\"invalid_token\", resource_metadata=\"https://localhost:8443/.well-known/oauth-protected-resource/mcp\"")]
    public async Task Tells_MCP_clients_where_to_get_a_token(string? authorization, string challenge)
    {
        await using var instance = await Instance.StartAsync();

        using var response = await instance.PostAsync("/mcp", authorization);

        Assert.Equal(challenge, Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        Assert.Equal("WWW-Authenticate", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Theory]
    [InlineData("/v1/graphql", "good")]
    [InlineData("/v1/graphql", "access")]
    [InlineData("/v1alpha1/graphql", "good")]
    [InlineData("/mcp", "resource")]
    [InlineData("/v1/version", null)]
    [InlineData("/_matrix/client/versions", null)]
    [InlineData("/.well-known/oauth-protected-resource/mcp", null)]
    public async Task Lets_good_tokens_and_other_paths_through(string path, string? authorization)
    {
        await using var instance = await Instance.StartAsync();

        using var response = await instance.PostAsync(path, authorization);

        Assert.Equal(Served, await response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal(1, instance.Reached);
    }

    [Fact]
    public async Task Lets_a_preflight_through_and_nothing_that_only_looks_like_one()
    {
        await using var instance = await Instance.StartAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/graphql") { Headers = { { "Origin", "https://app.example.org" }, { "Access-Control-Request-Method", "POST" } } };
        using var bare = new HttpRequestMessage(HttpMethod.Options, "/v1/graphql") { Headers = { { "Origin", "https://app.example.org" } } };
        using var withBody = new HttpRequestMessage(HttpMethod.Options, "/v1/graphql")
        {
            Headers = { { "Origin", "https://app.example.org" }, { "Access-Control-Request-Method", "POST" } },
            Content = new StringContent("""{"query":"{a}"}"""),
        };

        using var preflightAnswer = await instance.Client.SendAsync(preflight, Deadline.Token());
        Assert.Equal(1, instance.Reached);
        using var bareAnswer = await instance.Client.SendAsync(bare, Deadline.Token());
        using var bodyAnswer = await instance.Client.SendAsync(withBody, Deadline.Token());

        Assert.Equal(Served, await preflightAnswer.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Contains("invalid-headers", await bareAnswer.Content.ReadAsStringAsync(Deadline.Token()), StringComparison.Ordinal);
        Assert.Contains("invalid-headers", await bodyAnswer.Content.ReadAsStringAsync(Deadline.Token()), StringComparison.Ordinal);
        Assert.Equal(1, instance.Reached);
    }

    [Fact]
    public async Task Refuses_when_the_issuers_keys_cannot_be_had()
    {
        await using var instance = await Instance.StartAsync(withIssuer: false);

        using var graphQL = await instance.PostAsync("/v1/graphql", "good");
        using var mcp = await instance.PostAsync("/mcp", "resource");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, graphQL.StatusCode);
        Assert.Equal("""{"errors":[{"message":"the issuer's keys are not available","extensions":{"path":"$","code":"unexpected"}}]}""", await graphQL.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, mcp.StatusCode);
        Assert.Equal(0, instance.Reached);
    }

    [Fact]
    public async Task Counts_what_it_would_refuse_and_lets_it_through()
    {
        await using var instance = await Instance.StartAsync(options => options.Auth.Routes = [new() { Path = "/v1/graphql", Mode = EdgeAuthMode.Count }]);
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "bulwark.edge.auth.decisions")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (text.Contains("mode=count", StringComparison.Ordinal))
                counted.Add($"{count} {text}");
        });
        listener.Start();

        using var missing = await instance.PostAsync("/v1/graphql", null);
        using var forged = await instance.PostAsync("/v1/graphql", "forged");
        using var good = await instance.PostAsync("/v1/graphql", "good");

        Assert.Equal(3, instance.Reached);
        Assert.Equal(
            ["1 route=/v1/graphql result=missing mode=count", "1 route=/v1/graphql result=invalid mode=count", "1 route=/v1/graphql result=allowed mode=count"], counted);
    }

    [Fact]
    public async Task Follows_the_settings_from_the_next_request_on()
    {
        await using var instance = await Instance.StartAsync();
        using var refused = await instance.PostAsync("/v1/graphql", null);
        var options = instance.Options with { Auth = new EdgeAuthOptions { Routes = [new() { Path = "/v1/graphql", Mode = EdgeAuthMode.Off }] } };

        using (var prepared = instance.Edge.Services.GetRequiredService<ISettingsSwap<EdgeOptions>>().Prepare(options, instance.Edge.Environment))
            prepared.PutIntoForce();
        using var served = await instance.PostAsync("/v1/graphql", null);

        Assert.Contains("invalid-headers", await refused.Content.ReadAsStringAsync(Deadline.Token()), StringComparison.Ordinal);
        Assert.Equal(Served, await served.Content.ReadAsStringAsync(Deadline.Token()));
    }

    [Fact]
    public async Task Guards_a_path_of_the_operators_own()
    {
        await using var instance = await Instance.StartAsync(options => options.Auth.Routes = [new() { Path = "/_matrix/client/v3/publicRooms" }]);

        using var response = await instance.PostAsync("/_matrix/client/v3/publicRooms", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"errcode":"M_MISSING_TOKEN","error":"A bearer token is needed"}""", await response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("Bearer", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
    }

    [Theory]
    [InlineData("/v1/%67raphql")]
    [InlineData("/V1/GRAPHQL")]
    [InlineData("/v1/graphql/")]
    [InlineData("/v1/graphql;a")]
    public async Task Refuses_other_spellings_of_a_guarded_path(string path)
    {
        await using var instance = await Instance.StartAsync();

        var answer = await instance.Edge.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, instance.Reached);
    }

    /// <summary>An edge with an issuer and a service behind that counts who comes.</summary>
    private sealed class Instance : IAsyncDisposable
    {
        private readonly List<StandInTier> _tiers = [];
        private StandInIssuer? _issuer;
        private int _reached;

        public required EdgeFixture Edge { get; init; }

        public required HttpClient Client { get; init; }

        public required EdgeOptions Options { get; init; }

        public int Reached => Volatile.Read(ref _reached);

        public static async Task<Instance> StartAsync(Action<EdgeOptions>? configure = null, bool withIssuer = true)
        {
            EdgeOptions? used = null;
            var edge = await EdgeFixture.StartAsync((options, _) =>
            {
                configure?.Invoke(options);
                used = options;
            });
            var instance = new Instance { Edge = edge, Client = edge.Client(), Options = used! };
            instance._issuer = await StandInIssuer.StartAsync(edge.Environment);
            instance._issuer.IsDown = !withIssuer;
            foreach (var tier in new[] { "data-api", "mcp", "homeserver" })
            {
                instance._tiers.Add(await StandInTier.StartAsync(edge.Socket(tier), context =>
                {
                    Interlocked.Increment(ref instance._reached);
                    return context.Response.WriteAsync(Served);
                }));
            }

            return instance;
        }

        public Task<HttpResponseMessage> PostAsync(string path, string? authorization)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", Authorization(authorization));
            return Client.SendAsync(request, Deadline.Token());
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            foreach (var tier in _tiers)
                await tier.DisposeAsync();
            await _issuer!.DisposeAsync();
            await Edge.DisposeAsync();
        }

        private string Authorization(string kind) => kind switch
        {
            "good" => "Bearer " + _issuer!.IdToken(),
            "access" => "Bearer " + _issuer!.Token("\"token_use\":\"access\",\"client_id\":\"bulwark-web\""),
            "resource" => "Bearer " + _issuer!.ResourceToken(),
            "stranger" => "Bearer " + _issuer!.IdToken("another-client"),
            "expired" => "Bearer " + _issuer!.IdToken(lifetime: TimeSpan.FromMinutes(-2)),
            "forged" => "Bearer " + _issuer!.IdToken()[..^8] + "AAAAAAAA",
            _ => kind,
        };
    }
}
