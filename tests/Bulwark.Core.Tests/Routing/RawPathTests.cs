using Bulwark.Core.Routing;

namespace Bulwark.Core.Tests.Routing;

public sealed class RawPathTests
{
    [Theory]
    [InlineData("/", new[] { "" })]
    [InlineData("/a", new[] { "a" })]
    [InlineData("/a/", new[] { "a", "" })]
    [InlineData("//a", new[] { "", "a" })]
    [InlineData("/a?b/c", new[] { "a" })]
    [InlineData("/?", new[] { "" })]
    [InlineData("/a/b", new[] { "a", "b" })]
    [InlineData("/a%2Fb", new[] { "a/b" })]
    [InlineData("/a%252Fb", new[] { "a%2Fb" })]
    [InlineData("/%21room%3Alocalhost", new[] { "!room:localhost" })]
    [InlineData("/!room:localhost", new[] { "!room:localhost" })]
    [InlineData("/a+b", new[] { "a+b" })]
    [InlineData("/%C3%A9", new[] { "é" })]
    [InlineData("/%f0%9f%94%92", new[] { "🔒" })]
    [InlineData("/../a/.", new[] { "..", "a", "." })]
    public void Splits_what_the_client_wrote_and_decodes_each_segment_once(string target, string[] expected)
    {
        Assert.True(RawPath.TrySplit(target, out var segments));
        Assert.Equal(expected, segments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a")]
    [InlineData("?a")]
    [InlineData("http://localhost/a")]
    [InlineData("/%")]
    [InlineData("/%2")]
    [InlineData("/%2G")]
    [InlineData("/% 41")]
    [InlineData("/a/%00")]
    [InlineData("/a\0")]
    [InlineData("/a\0%41")]
    [InlineData("/%C0%AF")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/%FF")]
    [InlineData("/é")]
    [InlineData("/é%41")]
    [InlineData("/Ã%A9")]
    public void Refuses_what_is_not_a_path_or_not_text(string target)
    {
        Assert.False(RawPath.TrySplit(target, out var segments));
        Assert.Empty(segments);
    }

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a?b?c", "/a")]
    [InlineData("?", "")]
    public void Knows_where_the_query_begins(string target, string path) => Assert.Equal(path, RawPath.PathOf(target).ToString());
}
