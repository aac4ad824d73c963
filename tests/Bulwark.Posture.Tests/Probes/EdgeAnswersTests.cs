namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeAnswersTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Bare = "X-Test: yes";

    public static TheoryData<string> All =>
    [
        "edge.host.sni-mismatch", "edge.framing.ambiguous", "edge.methods", "edge.headers.too-large", "edge.headers.hsts", "edge.headers.request-id",
        "edge.headers.no-banner", "edge.cors.errors", "edge.cache.errors", "edge.cache.redirects", "edge.mcp.no-token",
    ];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Passes_at_an_edge_that_keeps_its_promises(string id)
    {
        var result = await RunAsync(id, GoodEdge.Answers);

        Assert.Equal((ProbeOutcome.Pass, true), (result.Outcome, result.Evidence.EndsWith(" answers are as they should be", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("edge.host.sni-mismatch", 200, Bare, "GET /_matrix/client/versions answers HTTP 200: not 421")]
    [InlineData("edge.framing.ambiguous", 200, Bare, "POST /_matrix/client/versions answers HTTP 200: not 400 or 501")]
    [InlineData("edge.methods", 200, Bare, "TRACE / answers HTTP 200: not 400 or 403 or 404 or 405 or 501")]
    [InlineData("edge.headers.too-large", 200, Bare, "GET /_matrix/client/versions answers HTTP 200: not 400 or 413 or 431")]
    [InlineData("edge.headers.hsts", 200, Bare, "GET /_matrix/client/versions answers HTTP 200: there is no Strict-Transport-Security")]
    [InlineData("edge.headers.hsts", 200, "Strict-Transport-Security: max-age=300", "GET /_matrix/client/versions answers HTTP 200: Strict-Transport-Security 'max-age=300' lasts less than 180 days")]
    [InlineData("edge.headers.hsts", 200, "Strict-Transport-Security: includeSubDomains", "GET /_matrix/client/versions answers HTTP 200: Strict-Transport-Security 'includeSubDomains' lasts less than 180 days")]
    [InlineData("edge.headers.request-id", 200, Bare, "GET /_matrix/client/versions answers HTTP 200: there is no X-Request-Id")]
    [InlineData("edge.headers.no-banner", 200, "Server: Kestrel", "GET /_matrix/client/versions answers HTTP 200: Server says 'Kestrel'")]
    [InlineData("edge.headers.no-banner", 200, "X-Powered-By: PHP", "GET /_matrix/client/versions answers HTTP 200: X-Powered-By says 'PHP'")]
    [InlineData("edge.cors.errors", 404, Bare, "GET /_matrix/client/v3/bulwark-probe answers HTTP 404: there is no Access-Control-Allow-Origin: *")]
    [InlineData("edge.cache.errors", 404, "Cache-Control: max-age=60", "GET /_matrix/client/v3/bulwark-probe answers HTTP 404: there is no Cache-Control: no-store")]
    [InlineData("edge.cache.errors", 404, "Cache-Control: no-store\r\nAge: 7", "GET /_matrix/client/v3/bulwark-probe answers HTTP 404: it comes from a cache")]
    [InlineData("edge.cache.redirects", 302, Bare, "GET / answers HTTP 302: there is no Cache-Control: no-store")]
    [InlineData("edge.mcp.no-token", 200, Bare, "POST /mcp answers HTTP 200: not 401")]
    [InlineData("edge.mcp.no-token", 401, "WWW-Authenticate: Bearer", "POST /mcp answers HTTP 401: WWW-Authenticate names no resource_metadata")]
    public async Task Fails_when_the_promise_is_broken(string id, int status, string header, string evidence) =>
        Is(ProbeOutcome.Fail, evidence, await RunAsync(id, _ => BrokenListener.Response(status, header)));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Learns_nothing_from_a_server_that_did_not_decide(string id) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(id, _ => GoodEdge.Response(503))).Outcome);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Learns_nothing_when_nothing_listens(string id) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(id, Deployment.Target())).Outcome);

    [Theory]
    [InlineData("edge.framing.ambiguous", ProbeOutcome.Pass)]
    [InlineData("edge.methods", ProbeOutcome.Pass)]
    [InlineData("edge.headers.hsts", ProbeOutcome.Fail)]
    [InlineData("edge.mcp.no-token", ProbeOutcome.Fail)]
    public async Task Takes_a_closed_connection_for_a_refusal_and_for_nothing_else(string id, ProbeOutcome expected) =>
        Assert.Equal(expected, (await RunAsync(id, _ => "")).Outcome);

    [Fact]
    public async Task Sends_bodies_with_two_ends_as_they_are_written()
    {
        await using var edge = BrokenListener.Edge(Deployment, GoodEdge.Answers);

        await RunAsync("edge.framing.ambiguous", Deployment.Target(edge));

        Assert.Contains(edge.Requests, request => request.Headers.Contains("Transfer-Encoding: chunked", StringComparer.Ordinal) && request.Headers.Contains("Content-Length: 4", StringComparer.Ordinal));
        Assert.Contains(edge.Requests, request => request.Headers.Count(line => line.StartsWith("Content-Length:", StringComparison.Ordinal)) == 2);
    }
}
