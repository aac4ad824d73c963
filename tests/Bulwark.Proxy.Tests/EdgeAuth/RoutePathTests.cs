using Bulwark.Proxy.EdgeAuth;

namespace Bulwark.Proxy.Tests.EdgeAuth;

public sealed class RoutePathTests
{
    [Theory]
    [InlineData("/v1/graphql", "/v1/graphql", true)]
    [InlineData("/v1/graphql", "/v1/graphql/", true)]
    [InlineData("/v1/graphql", "/V1/GraphQL", true)]
    [InlineData("/v1/graphql", "/v1/graph%71l", true)]
    [InlineData("/v1/graphql", "/v1/graph%2571l", true)]
    [InlineData("/v1/graphql", "/%76%31/graphql", true)]
    [InlineData("/v1/graphql", "/v1%2fgraphql", true)]
    [InlineData("/v1/graphql", "/v1\\graphql", true)]
    [InlineData("/v1/graphql", "/v1//graphql", true)]
    [InlineData("/v1/graphql", "//v1/graphql", true)]
    [InlineData("/v1/graphql", "/v1;a=b/graphql;c", true)]
    [InlineData("/v1/graphql", "/;x/v1/graphql", true)]
    [InlineData("/v1/graphql", "/v1/graphql%3bx", true)]
    [InlineData("/v1/graphql", "/v1/graphqls", false)]
    [InlineData("/v1/graphql", "/v1/graphq", false)]
    [InlineData("/v1/graphql", "/v1", false)]
    [InlineData("/v1/graphql", "/v1/graphql/more", false)]
    [InlineData("/v1/graphql", "/_matrix/client/versions", false)]
    [InlineData("/v1/graphql", "/", false)]
    [InlineData("/mcp", "/mcp", true)]
    [InlineData("/mcp", "/m%63p", true)]
    [InlineData("/mcp", "/mcpx", false)]
    [InlineData("/api/*", "/api/a/b", true)]
    [InlineData("/api/*", "/api/", true)]
    [InlineData("/api/*", "/api", true)]
    [InlineData("/api/*", "/API/a", true)]
    [InlineData("/api/*", "/apix", false)]
    [InlineData("/api/v*", "/api/v2/x", true)]
    [InlineData("/api/v*", "/api/%562", true)]
    [InlineData("/api/v*", "/api/w", false)]
    [InlineData("/*", "/anything", true)]
    [InlineData("/*", "/", true)]
    public void Recognises_a_path_in_every_spelling(string pattern, string path, bool expected) => Assert.Equal(expected, new RoutePath(pattern).CouldBe(path));

    [Theory]
    [InlineData("/v1/graphql", "/v1/graphql", true)]
    [InlineData("/v1/graphql", "/V1/graphql", false)]
    [InlineData("/v1/graphql", "/v1/graphql/", false)]
    [InlineData("/v1/graphql", "/v1/graph%71l", false)]
    [InlineData("/api/*", "/api/x", true)]
    [InlineData("/api/*", "/api", false)]
    public void Knows_the_one_exact_spelling(string pattern, string path, bool expected) => Assert.Equal(expected, new RoutePath(pattern).IsExactly(path));
}
