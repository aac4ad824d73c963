using Bulwark.Core.Configuration;
using Bulwark.Proxy.EdgeAuth;

namespace Bulwark.Proxy.Tests.EdgeAuth;

public sealed class EdgeAuthOptionsTests
{
    [Theory]
    [InlineData("/v1/graphql", true)]
    [InlineData("/api/*", true)]
    [InlineData("/*", true)]
    [InlineData("v1/graphql", false)]
    [InlineData("", false)]
    [InlineData("/a/*/b", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a%2fb", false)]
    [InlineData("/a?b", false)]
    public void Takes_plain_paths_only(string path, bool isValid) => Assert.Equal(
        isValid ? "" : $"auth.routes[0].path '{path}' is not a plain path such as \"/v1/graphql\" or \"/api/*\"",
        string.Join('\n', new EdgeAuthRouteOptions { Path = path }.Validate(new ConfigPath("auth.routes[0]")).Select(error => $"{error.Path} {error.Message}")));

    [Theory]
    [InlineData("/v1/graphql", EdgeAuthMode.Off, "is 'off': requests without a token reach the service behind /v1/graphql")]
    [InlineData("/mcp", EdgeAuthMode.Count, "is 'count': requests without a token reach the service behind /mcp")]
    public void Warns_of_a_built_in_path_without_a_gate(string path, EdgeAuthMode mode, string message)
    {
        var error = Assert.Single(new EdgeAuthRouteOptions { Path = path, Mode = mode }.Validate(new ConfigPath("auth.routes[0]")));

        Assert.True(error.IsWarning);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Refuses_a_path_that_stands_twice() => Assert.Equal(
        "'/a' stands twice: keep one",
        Assert.Single(new EdgeAuthOptions { Routes = [new() { Path = "/a" }, new() { Path = "/a" }] }.Validate(new ConfigPath("auth"))).Message);
}
