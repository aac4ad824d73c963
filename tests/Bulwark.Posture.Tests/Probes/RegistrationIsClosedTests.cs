namespace Bulwark.Posture.Tests.Probes;

public sealed class RegistrationIsClosedTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.registration.closed";

    [Theory]
    [InlineData(403, "")]
    [InlineData(404, "")]
    [InlineData(405, """{"errcode":"M_UNRECOGNIZED"}""")]
    public async Task Passes_on_a_refusal(int status, string body) =>
        Is(ProbeOutcome.Pass, "3 of 3 attempts refused", await RunAsync(Id, GoodEdge.Except("/register", BrokenListener.Response(status, body: body))));

    [Theory]
    [InlineData(200, """{"user_id":"@a:localhost"}""")]
    [InlineData(401, """{"flows":[{"stages":["m.login.dummy"]}],"session":"s"}""")]
    [InlineData(400, """{"errcode":"M_MISSING_PARAM"}""")]
    [InlineData(405, "")]
    public async Task Fails_when_an_account_could_be_made(int status, string body) =>
        Is(ProbeOutcome.Fail, $"POST /_matrix/client/v3/register answers HTTP {status}, not 403 or 404",
            await RunAsync(Id, GoodEdge.Except("/register", BrokenListener.Response(status, body: body))));

    [Fact]
    public async Task Fails_when_only_guests_get_in() =>
        Is(ProbeOutcome.Fail, "POST /_matrix/client/v3/register?kind=guest answers HTTP 200, not 403 or 404",
            await RunAsync(Id, GoodEdge.Except("kind=guest", BrokenListener.Response(200))));

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    public async Task Learns_nothing_when_the_homeserver_did_not_decide(int status) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, GoodEdge.Except("/register", BrokenListener.Response(status)))).Outcome);

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
