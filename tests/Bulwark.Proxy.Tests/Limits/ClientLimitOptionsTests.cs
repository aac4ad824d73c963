using Bulwark.Core.Configuration;
using Bulwark.Proxy.Limits;

namespace Bulwark.Proxy.Tests.Limits;

public sealed class ClientLimitOptionsTests
{
    private static readonly ConfigPath At = new("edge.limits");

    [Fact]
    public void Has_nothing_against_the_defaults() => Assert.Empty(new ClientLimitOptions().Validate(At));

    [Fact]
    public void Tells_every_value_that_is_out_of_range()
    {
        var options = new ClientLimitOptions
        {
            HeaderBytes = 1,
            UriBytes = 100_000,
            BodyBytes = long.MaxValue,
            HeaderTimeout = TimeSpan.FromMinutes(2),
            UnboundedAddresses = ["10.0.0.0/8", "10.0.0.0/33", "here"],
            BodyLimits = [new() { Path = "a", Bytes = -1 }],
        };

        Assert.Equal(
            [
                "edge.limits.headerBytes 1 is out of range: 4096 to 32768",
                "edge.limits.uriBytes 100000 is out of range: 1024 to 15360",
                "edge.limits.bodyBytes 9223372036854775807 is out of range: 1024 to 52428800",
                "edge.limits.bodyLimits[0].path 'a' does not start with '/'",
                "edge.limits.bodyLimits[0].bytes -1 is out of range: 0 to 52428800",
                "edge.limits.headerTimeout 2m is out of range: 1s to 30s",
                "edge.limits.unboundedAddresses[1] '10.0.0.0/33' is neither an IP address nor a CIDR network",
                "edge.limits.unboundedAddresses[2] 'here' is neither an IP address nor a CIDR network",
            ],
            options.Validate(At).Select(error => $"{error.Path} {error.Message}"),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/_matrix/media/v3/upload", 52_428_800)]
    [InlineData("/_matrix/client/v1/media/upload", 52_428_800)]
    [InlineData("/_matrix/client/v3/sendToDevice/m.room.encrypted/1", 4_194_304)]
    [InlineData("/v1/graphql", 1_048_576)]
    [InlineData("/_MATRIX/media/v3/upload", 1_048_576)]
    public void Gives_uploads_more_room_than_anything_else(string path, long bytes) =>
        Assert.Equal(bytes, new BodyLimitTable(new ClientLimitOptions().BodyLimits, new ClientLimitOptions().BodyBytes).Find(path));
}
