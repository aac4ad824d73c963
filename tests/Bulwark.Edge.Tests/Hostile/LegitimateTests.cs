using Bulwark.Testing;
using Bulwark.Testing.Hostile;

namespace Bulwark.Edge.Tests.Hostile;

public sealed class LegitimateTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Arrives_byte_for_byte(bool isHttp2, bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"));
        await using var client = new HostileClient(edge.Port, alpn => edge.Tls(alpn), isHttp2);

        foreach (var target in LegitimateTargets.All)
            await client.GetAsync(target);

        Assert.True(LegitimateTargets.All.Count >= 100);
        Assert.Equal(LegitimateTargets.All, homeserver.Requests.Select(request => request.Target), StringComparer.Ordinal);
    }
}
