using System.Text;
using Bulwark.LoadBalancer.Rules;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Tests.Rules;

public sealed class RuleTableTests
{
    [Theory]
    [InlineData("GET /old HTTP/1.1\r\nHost: localhost", 410)]
    [InlineData("GET /old/x?y HTTP/1.1\r\nHost: localhost", 410)]
    [InlineData("GET /%6Fld/x HTTP/1.1\r\nHost: localhost", 410)]
    [InlineData("GET /Old HTTP/1.1\r\nHost: localhost", 302)]
    [InlineData("GET /older HTTP/1.1\r\nHost: localhost", 302)]
    public async Task Answers_the_paths_of_a_rule_in_every_spelling_that_a_tier_would_take(string request, int status) =>
        Assert.Equal(status, await StatusAsync(request, Gone(rule => rule.Path = ["/old", "/old/*"])));

    [Theory]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nX-Kind: Beta-1\r\nX-Kind: other", "?a=1&V=2%35", 410)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nX-Kind: Beta-1", "?v=25", 410)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nX-Kind: Beta-1", "?v=35", 302)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nX-Kind: Beta-1", "", 302)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost\r\nX-Kind: gamma", "?v=25", 302)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: localhost", "?v=25", 302)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-Kind: beta-1", "?v=25", 302)]
    public async Task Needs_every_condition_to_hold(string request, string query, int status) =>
        Assert.Equal(status, await StatusAsync(request.Replace(" / ", $" /{query} ", StringComparison.Ordinal), Gone(rule =>
        {
            rule.Method = ["DELETE", "PUT"];
            rule.Headers = [new() { Name = "x-kind", Values = ["beta-?", "alpha"] }];
            rule.Query = [new() { Key = "v", Values = ["2*"] }];
        })));

    [Theory]
    [InlineData("127.0.0.0/8", 410)]
    [InlineData("10.0.0.0/8", 302)]
    public async Task Knows_the_network_of_the_client(string network, int status) =>
        Assert.Equal(status, await StatusAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.1.1.1", Gone(rule => rule.SourceAddress = [network])));

    [Fact]
    public async Task Believes_the_client_address_that_the_edge_names() =>
        Assert.Equal(410, await StatusAsync(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.1.1.1", Gone(rule => rule.SourceAddress = ["10.0.0.0/8"]), PkiFolder.Edge));

    [Theory]
    [InlineData("/_synapse/admin/v1/users")]
    [InlineData("/%5Fsynapse/Admin")]
    [InlineData("/v1/metadata")]
    public async Task Reaches_no_hidden_path_with_a_rule(string path) =>
        Assert.Equal(404, await StatusAsync($"GET {path} HTTP/1.1\r\nHost: localhost", options => options.Rules =
        [
            new() { Path = ["/_synapse/*", "/%5Fsynapse/*", "/v1/*"], Forward = [new() { TargetGroup = Tiers.Homeserver }] },
        ]));

    [Theory]
    [InlineData("localhost", "/_matrix/client/versions", 502)]
    [InlineData("LOCALHOST:9443", "/oauth2/token", 302)]
    [InlineData("api.example.org", "/_matrix/client/versions", 302)]
    [InlineData("api.example.org", "/oauth2/token", 502)]
    [InlineData("free.example.org", "/oauth2/token", 502)]
    public async Task Serves_the_tiers_of_the_host_only(string host, string path, int status)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(
            options => options.Hosts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["localhost"] = [Tiers.Homeserver],
                ["API.example.org"] = [Tiers.Identity, Tiers.DataApi],
            },
            environ: environment => environment with { Hosts = ["localhost", "api.example.org", "free.example.org"] });

        var answer = await lb.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", PkiFolder.Edge, "origin");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a?b=c", "https://localhost:8443/new/a?b=c")]
    [InlineData("/a", "https://localhost:8443/new/a")]
    [InlineData("/%23%7Bhost%7D?#{port}", "")]
    [InlineData("/x?q={host}", "https://localhost:8443/new/x?q={host}")]
    public async Task Redirects_with_parts_of_the_request_and_never_to_its_port(string target, string location)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.DefaultAction = new() { Redirect = new() { Status = 308, Path = "/new/#{path}" } });

        var answer = await lb.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(location.Length == 0 ? "HTTP/1.1 400 " : "HTTP/1.1 308 ", answer, StringComparison.Ordinal);
        Assert.Contains(location.Length == 0 ? "\r\n\r\n" : $"\r\nLocation: {location}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_fixed_response_word_by_word()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.DefaultAction = new()
        {
            FixedResponse = new() { Status = 503, ContentType = "text/html", Body = "<p>Später</p>" },
        });

        var answer = await lb.ExchangeAsync("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/html; charset=utf-8\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Encoding.Latin1.GetString("<p>Später</p>"u8), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_requests_by_weight()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.Rules =
        [
            new() { Path = ["/w"], Forward = [new() { TargetGroup = Tiers.Homeserver, Weight = 9 }, new() { TargetGroup = Tiers.Identity, Weight = 1 }, new() { TargetGroup = Tiers.Mcp, Weight = 0 }] },
        ]);
        var counts = new int[2];
        await using var first = await StandInTier.StartAsync(lb.Socket(Tiers.Homeserver), _ => Count(ref counts[0]));
        await using var second = await StandInTier.StartAsync(lb.Socket(Tiers.Identity), _ => Count(ref counts[1]));
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        for (var i = 0; i < 1000; i++)
            (await client.GetAsync(new Uri("/w", UriKind.Relative), Deadline.Token())).Dispose();

        Assert.Equal(1000, counts[0] + counts[1]);
        Assert.InRange(counts[1], 95, 105);
    }

    private static Task Count(ref int count)
    {
        Interlocked.Increment(ref count);
        return Task.CompletedTask;
    }

    private static Action<LoadBalancerOptions> Gone(Action<RuleOptions> configure)
    {
        var rule = new RuleOptions { FixedResponse = new() { Status = StatusCodes.Status410Gone } };
        configure(rule);
        return options => options.Rules = [rule];
    }

    private static async Task<int> StatusAsync(string request, Action<LoadBalancerOptions> configure, string leaf = PkiFolder.EdgeClient)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(configure);
        var answer = await lb.ExchangeAsync($"{request}\r\nConnection: close\r\n\r\n", leaf);
        return int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
