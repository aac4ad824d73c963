using System.Text;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Tests.EdgeAuth;

public sealed class EdgeAuthTests
{
    [Theory]
    [InlineData(PkiFolder.Edge, false, "served")]
    [InlineData(null, false, "invalid-headers")]
    [InlineData(null, true, "served")]
    public async Task Demands_a_token_of_a_stranger_and_leaves_it_to_the_edge_otherwise(string? leaf, bool withToken, string expected)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Off);
        await using var issuer = await StandInIssuer.StartAsync(lb.Environment);
        await using var dataApi = await StandInTier.StartAsync(lb.Socket("data-api"), context => context.Response.WriteAsync("served"));
        using var client = lb.Client(leaf is null ? null : lb.Leaf(leaf));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/graphql") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        if (withToken)
            request.Headers.Authorization = new("Bearer", issuer.IdToken());

        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Deadline.Token()), StringComparison.Ordinal);
    }
}
