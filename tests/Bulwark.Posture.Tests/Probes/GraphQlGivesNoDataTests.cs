namespace Bulwark.Posture.Tests.Probes;

public sealed class GraphQlGivesNoDataTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.graphql.no-token";
    private const string Forged = "edge.graphql.forged-token";

    [Theory]
    [InlineData(200, """{"errors":[{"message":"no role"}]}""")]
    [InlineData(200, """{"errors":[{"message":"no role"}],"data":null}""")]
    [InlineData(401, "")]
    [InlineData(403, "")]
    [InlineData(404, "")]
    public async Task Passes_on_errors_without_data(int status, string body) =>
        Is(ProbeOutcome.Pass, "3 of 3 queries got errors and no data", await RunAsync(Id, GoodEdge.Except("/v1/graphql", BrokenListener.Response(status, body: body))));

    [Theory]
    [InlineData("""{"data":{"__typename":"query_root"}}""")]
    [InlineData("""{"data":{"lists":[]},"errors":[{"message":"partial"}]}""")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task Fails_on_anything_that_may_be_data(string body) =>
        Is(ProbeOutcome.Fail, "{\"query\":\"{ __typename }\"} answers HTTP 200 without being an error that carries no data",
            await RunAsync(Id, GoodEdge.Except("/v1/graphql", BrokenListener.Response(200, body: body))));

    [Fact]
    public async Task Fails_when_only_the_schema_is_given_away() =>
        Is(ProbeOutcome.Fail, "{\"query\":\"{ __schema { queryType { name } } }\"} answers HTTP 200 without being an error that carries no data",
            await RunAsync(Id, request => request.Body.Contains("__schema", StringComparison.Ordinal)
                ? BrokenListener.Response(200, body: """{"data":{"__schema":{"queryType":{"name":"query_root"}}}}""")
                : GoodEdge.Answers(request)));

    [Theory]
    [InlineData("X-Hasura-Admin-Secret:")]
    [InlineData("Authorization: Bearer ")]
    public async Task Fails_when_a_forged_identity_is_believed(string header)
    {
        string Believing(ReceivedRequest request) => request.Headers.Any(line => line.StartsWith(header, StringComparison.Ordinal))
            ? BrokenListener.Response(200, body: """{"data":{"lists":[]}}""")
            : GoodEdge.Answers(request);

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Forged, GoodEdge.Answers)).Outcome);
        Assert.Equal(ProbeOutcome.Fail, (await RunAsync(Forged, Believing)).Outcome);
        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Id, Believing)).Outcome);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    public async Task Learns_nothing_when_the_data_api_did_not_decide(int status) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, GoodEdge.Except("/v1/graphql", BrokenListener.Response(status)))).Outcome);

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
