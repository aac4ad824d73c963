using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bulwark.LoadBalancer.Tests.Limits;

public sealed class SlowBodyTests
{
    /// <summary>Longer than the server waits: five seconds to begin with.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Cuts_off_the_slow_body_of_a_stranger_and_never_that_of_the_edge()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Audit);
        await using var homeserver = await StandInTier.StartAsync(lb.Socket("homeserver"), async context =>
        {
            // The stand-in is a server too, with a rate of its own.
            context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = null;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });
        using var edge = lb.Leaf(PkiFolder.Edge);
        using var guest = lb.Leaf(PkiFolder.EdgeClient);

        var answers = await Task.WhenAll(
            SendAsync(lb, leaf: null, 1), SendAsync(lb, leaf: null, 2), SendAsync(lb, guest, 1), SendAsync(lb, edge, 1), SendAsync(lb, edge, 2));

        Assert.All(answers[..3], status => Assert.True(status is null or HttpStatusCode.RequestTimeout, $"{status}"));
        Assert.All(answers[3..], status => Assert.Equal(HttpStatusCode.OK, status));
    }

    /// <summary>A body of two bytes, one at once and one after the stall. Null: the connection was cut.</summary>
    private static async Task<HttpStatusCode?> SendAsync(LoadBalancerFixture lb, X509Certificate2? leaf, int version)
    {
        using var client = lb.Client(leaf, version);
        try
        {
            using var content = new StallingContent(Stall);
            using var response = await client.PutAsync(new Uri("/_matrix/client/v3/rooms/x/send/m/1", UriKind.Relative), content, Deadline.Token());
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed class StallingContent(TimeSpan stall) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("a"u8.ToArray());
            await stream.FlushAsync();
            await Task.Delay(stall);
            await stream.WriteAsync("b"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2;
            return true;
        }
    }
}
