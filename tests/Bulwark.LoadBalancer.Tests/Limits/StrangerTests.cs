using System.Net;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Proxy.Limits;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.Limits;

/// <summary>Whom the open lock lets in gets what an edge would have given him.</summary>
public sealed class StrangerTests
{
    [Theory]
    [InlineData(MutualTlsMode.Off, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(MutualTlsMode.Audit, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(MutualTlsMode.Audit, true, HttpStatusCode.OK)]
    [InlineData(MutualTlsMode.Verify, true, HttpStatusCode.OK)]
    public async Task Bodies_and_headers_are_those_of_the_edge(MutualTlsMode mode, bool isEdge, HttpStatusCode status)
    {
        await using var balancer = await LoadBalancerFixture.StartAsync(options => options.MutualTls = mode);
        await using var homeserver = await StandInTier.StartAsync(
            balancer.Socket("homeserver"), async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        using var client = balancer.Client(isEdge ? balancer.Leaf(PkiFolder.Edge) : null);
        using var content = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]);

        using var response = await client.PutAsync("/_matrix/client/v3/x", content, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(!isEdge, response.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(!isEdge, response.Headers.Contains("X-Content-Type-Options"));
        Assert.Equal(isEdge ? 0 : 1, balancer.Services.GetRequiredService<OpenConnections>().Count);
    }

    /// <summary>An edge has limited its clients already; they all come over its few connections.</summary>
    [Theory]
    [InlineData(MutualTlsMode.Off, false)]
    [InlineData(MutualTlsMode.Audit, false)]
    [InlineData(MutualTlsMode.Audit, true)]
    public async Task Requests_are_limited_by_the_load_balancer_itself(MutualTlsMode mode, bool isEdge)
    {
        await using var balancer = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = mode;
            options.RateLimits = new() { Rules = [new() { Name = "three", Period = TimeSpan.FromHours(1), RequestsPerPeriod = 3 }] };
        });
        await using var homeserver = await StandInTier.StartAsync(balancer.Socket("homeserver"), _ => Task.CompletedTask);
        using var client = balancer.Client(isEdge ? balancer.Leaf(PkiFolder.Edge) : null);

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/_matrix/client/versions");
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal(isEdge ? [200, 200, 200, 200, 200] : [200, 200, 200, 429, 429], statuses);
    }
}
