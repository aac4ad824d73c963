using System.Collections.Concurrent;

namespace Bulwark.Posture.Tests.Probes;

public sealed class RateLimitHoldsTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Login = "edge.rate-limit.login";
    private const string Forged = "edge.rate-limit.forged-address";
    private const string PastTheEdge = "origin.headers.forged";

    [Theory]
    [InlineData(Login)]
    [InlineData(Forged)]
    public async Task Passes_when_an_attempt_too_many_is_refused(string id) =>
        Is(ProbeOutcome.Pass, "attempt 5 gets 429, Retry-After 10", await RunAsync(id, GoodEdge.Limiting()));

    [Theory]
    [InlineData(Login)]
    [InlineData(Forged)]
    public async Task Fails_when_guessing_never_ends(string id) =>
        Is(ProbeOutcome.Fail, "40 attempts at once and none was refused", await RunAsync(id, _ => BrokenListener.Response(400)));

    [Fact]
    public async Task Passes_when_the_load_balancer_limits_who_is_no_edge()
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, Pki.PkiFolder.LoadBalancer), Answers = GoodOrigin.Limiting() }.Start();

        Is(ProbeOutcome.Pass, "attempt 5 gets 429, Retry-After 10", await RunAsync(PastTheEdge, Deployment.Target(origin: origin)));
        Assert.All(origin.Requests, request => Assert.Equal("CN=bulwark-edge-client", request.ClientCertificate?.Subject));
    }

    [Fact]
    public async Task Fails_when_the_load_balancer_believes_whatever_a_certificate_holder_says()
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => true);

        Is(ProbeOutcome.Fail, "40 attempts at once and none was refused", await RunAsync(PastTheEdge, Deployment.Target(origin: origin)));
    }

    [Fact]
    public async Task Asks_no_load_balancer_that_is_not_ours_or_not_known()
    {
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(PastTheEdge, Deployment.Target() with { Origin = null })).Outcome);
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(PastTheEdge, Deployment.Target() with { Data = null })).Outcome);
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(PastTheEdge, Deployment.Target() with { Credentials = null })).Outcome);
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(PastTheEdge, Deployment.Target())).Outcome);
    }

    [Fact]
    public async Task Finds_the_limit_that_believes_what_a_client_says_of_its_address()
    {
        var attempts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        string ByClaim(ReceivedRequest request)
        {
            var address = request.Headers.FirstOrDefault(line => line.StartsWith("X-Forwarded-For:", StringComparison.Ordinal)) ?? "honest";
            return attempts.AddOrUpdate(address, 1, (_, count) => count + 1) > 5 ? BrokenListener.Response(429, "Retry-After: 10") : BrokenListener.Response(400);
        }

        Assert.Equal(ProbeOutcome.Fail, (await RunAsync(Forged, ByClaim)).Outcome);
        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Login, ByClaim)).Outcome);
    }

    [Fact]
    public async Task Fails_when_the_refusal_does_not_say_how_long() =>
        Is(ProbeOutcome.Fail, "attempt 1 gets 429 without Retry-After", await RunAsync(Login, _ => BrokenListener.Response(429)));

    [Fact]
    public async Task Learns_nothing_when_it_was_limited_before() =>
        Is(ProbeOutcome.Inconclusive, "limited from the first attempt on: wait 7 s and run the probe again", await RunAsync(Login, _ => BrokenListener.Response(429, "Retry-After: 7")));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() => Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Login, Deployment.Target())).Outcome);

    [Fact]
    public void Runs_after_everything_that_it_would_disturb() =>
        Assert.All(ProbeTable.All, probe => Assert.Equal(probe.Id is Login or Forged or PastTheEdge or "edge.stability", probe.RunsAlone));
}
