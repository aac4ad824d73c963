using Bulwark.Posture.Probes;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeHidesPathsTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string SynapseAdmin = "edge.paths.synapse-admin";
    private const string Metadata = "edge.paths.metadata";
    private const string Federation = "edge.paths.federation";
    private const string Internal = "edge.paths.internal";

    private static readonly string Open = BrokenListener.Response(200, body: "{}");

    [Theory]
    [InlineData(SynapseAdmin, "11 of 11 requests refused")]
    [InlineData(Metadata, "5 of 5 requests refused")]
    [InlineData(Federation, "2 of 2 requests refused")]
    [InlineData(Internal, "7 of 7 requests refused")]
    public async Task Passes_when_nothing_is_found(string id, string evidence) => Is(ProbeOutcome.Pass, evidence, await RunAsync(id, GoodEdge.Answers));

    public static TheoryData<string> Spellings => [.. HiddenPaths.SynapseAdmin.Select(request => request.Target)];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Fails_when_one_spelling_of_the_admin_api_is_served(string target)
    {
        var result = await RunAsync(SynapseAdmin, request => request.Target == target ? Open : GoodEdge.Answers(request));

        Is(ProbeOutcome.Fail, $"GET {target} answers HTTP 200, not 400 or 404", result);
    }

    [Fact]
    public async Task Sends_every_spelling_byte_for_byte()
    {
        await using var edge = BrokenListener.Edge(Deployment, GoodEdge.Answers);

        await RunAsync(SynapseAdmin, Deployment.Target(edge));

        Assert.Equal(Spellings.Select(row => row.Data).Order(StringComparer.Ordinal), edge.Requests.Select(request => request.Target).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(400, ProbeOutcome.Pass)]
    [InlineData(404, ProbeOutcome.Pass)]
    [InlineData(429, ProbeOutcome.Inconclusive)]
    [InlineData(200, ProbeOutcome.Fail)]
    [InlineData(302, ProbeOutcome.Fail)]
    [InlineData(401, ProbeOutcome.Fail)]
    [InlineData(403, ProbeOutcome.Fail)]
    [InlineData(502, ProbeOutcome.Fail)]
    public async Task Takes_only_400_and_404_for_the_admin_api_as_a_refusal(int status, ProbeOutcome expected) =>
        Assert.Equal(expected, (await RunAsync(SynapseAdmin, _ => BrokenListener.Response(status))).Outcome);

    [Theory]
    [InlineData(Metadata, "/v1/metadata", "POST /v1/metadata answers HTTP 200, not 404")]
    [InlineData(Metadata, "/v1/query", "POST /v1/query answers HTTP 200, not 404")]
    [InlineData(Metadata, "/v2/query", "POST /v2/query answers HTTP 200, not 404")]
    [InlineData(Metadata, "/console", "GET /console answers HTTP 200, not 404")]
    [InlineData(Federation, "/_matrix/federation", "GET /_matrix/federation/v1/version answers HTTP 200, not 404")]
    [InlineData(Internal, "/metrics", "GET /metrics answers HTTP 200, not 404")]
    [InlineData(Internal, "/%6detrics", "GET /%6detrics answers HTTP 200, not 404")]
    [InlineData(Internal, "/v1alpha1/pg_dump", "POST /v1alpha1/pg_dump answers HTTP 200, not 404")]
    [InlineData(Federation, "/_matrix/key", "GET /_matrix/key/v2/server answers HTTP 200, not 404")]
    public async Task Fails_when_one_path_is_served(string id, string target, string evidence) =>
        Is(ProbeOutcome.Fail, evidence, await RunAsync(id, GoodEdge.Except(target, Open)));

    [Theory]
    [InlineData(SynapseAdmin)]
    [InlineData(Metadata)]
    [InlineData(Federation)]
    public async Task Learns_nothing_when_nothing_listens(string id) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(id, Deployment.Target())).Outcome);

    [Fact]
    public void Spells_the_admin_api_plainly_and_in_ten_other_ways()
    {
        Assert.Equal(11, HiddenPaths.SynapseAdmin.Distinct().Count());
        Assert.Equal(new EdgeRequest("GET", "/_synapse/admin/v1/server_version"), HiddenPaths.SynapseAdmin[0]);
    }
}
