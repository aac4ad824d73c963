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
}
