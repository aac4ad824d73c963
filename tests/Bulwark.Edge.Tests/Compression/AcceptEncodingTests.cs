using Bulwark.Edge.Compression;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Edge.Tests.Compression;

public sealed class AcceptEncodingTests
{
    [Theory]
    [InlineData("gzip, deflate, br", "Brotli")]
    [InlineData("gzip", "Gzip")]
    [InlineData("GZip ; q=0.5 , br;q=0.4", "Gzip")]
    [InlineData("br;q=0, gzip;q=0.001", "Gzip")]
    [InlineData("*", "Brotli")]
    [InlineData("br;q=0, *", "Gzip")]
    [InlineData("", "Identity")]
    [InlineData("identity, zstd", "Identity")]
    [InlineData("gzip;q=0", "Identity")]
    [InlineData("gzip;q=2", "Identity")]
    [InlineData("gzip;q=NaN", "Identity")]
    [InlineData("gzip;quality=1", "Identity")]
    [InlineData("brotli, gzipped", "Identity")]
    [InlineData(",;,;q=1,", "Identity")]
    public void Chooses_what_the_client_likes_best(string header, string expected) => Assert.Equal(expected, AcceptEncoding.Choose(header).ToString());

    [Fact]
    public void Reads_all_lines() => Assert.Equal(Coding.Gzip, AcceptEncoding.Choose(new StringValues(["br;q=0.1", "gzip;q=0.9"])));
}
