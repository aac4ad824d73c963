using System.Net;
using Bulwark.Core.Control;
using Bulwark.Edge.Control;
using Bulwark.Edge.Origins;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Origins;

public sealed class OriginRoutesTests
{
    [Fact]
    public async Task Shows_how_each_load_balancer_is_reached_and_what_failed_last()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            var live = new OriginServerOptions { Url = options.Origin.Url!, Weight = 2 };
            options.Origin.Url = null;
            options.Origins = [live, new OriginServerOptions { Url = new Uri("https://127.0.0.1:1"), SslMode = SslMode.Full }];
        });
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/_matrix/client/versions", Deadline.Token())).StatusCode);

        using var control = new ControlClient(edge.Environment.Data, EdgeTier.Name);
        var shown = (await control.GetAsync("/origins", EdgeControlJson.Default.OriginsView, Deadline.Token())).Origins;

        Assert.Equal([(SslMode.Strict, false, true, 2), (SslMode.Full, true, false, 1)], shown.Select(origin => (origin.SslMode, origin.IsWeak, origin.IsReachable, origin.Weight)));
        Assert.Null(shown[0].LastError);
        Assert.Null(shown[0].LastErrorAt);
        Assert.Equal("127.0.0.1:1", shown[1].Name);
        Assert.Contains("refused", shown[1].LastError, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(shown[1].LastErrorAt);
    }
}
