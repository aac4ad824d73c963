using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Tests.Routing;

public sealed class RouteTableTests
{
    private static readonly RouteTable Table = new RouteTable()
        .Map("GET", "/", Named("root"))
        .Map("GET", "/rooms/{roomId}/state", Named("states"))
        .Map("GET", "/rooms/{roomId}/state/{eventType}/{stateKey}", Named("state"))
        .Map("PUT", "/rooms/{roomId}/state/{eventType}/{stateKey}", Named("set"))
        .Map("GET", "/rooms/public/state", Named("public"))
        .Map("GET", "/rooms/public/{what}", Named("what"))
        .Map("POST", "/login", Named("login"));

    [Theory]
    [InlineData("GET", "/", "root")]
    [InlineData("GET", "/?a=b", "root")]
    [InlineData("HEAD", "/", "root")]
    [InlineData("POST", "/login", "login")]
    [InlineData("POST", "/%6Cogin", "login")]
    [InlineData("GET", "/rooms/public/state", "public")]
    [InlineData("GET", "/rooms/public/members", "what")]
    [InlineData("GET", "/rooms/other/state", "states")]
    [InlineData("GET", "/rooms/public/state/m.room.name/", "state")]
    [InlineData("PUT", "/rooms/%21a%3Ab/state/m.room.member/%40c%3Ad", "set")]
    public async Task Finds_the_most_literal_route(string method, string target, string expected)
    {
        var match = Table.Match(method, target);

        var result = await match.Endpoint!(new DefaultHttpContext(), match.Values);
        Assert.Equal(expected, Assert.IsType<NamedResult>(result).Name);
    }

    [Theory]
    [InlineData("POST", "/Login")]
    [InlineData("POST", "/login/")]
    [InlineData("POST", "//login")]
    [InlineData("POST", "/x/../login")]
    [InlineData("POST", "/login;a")]
    [InlineData("POST", "/%256Cogin")]
    [InlineData("POST", "http://localhost/login")]
    [InlineData("OPTIONS", "*")]
    [InlineData("GET", "/rooms")]
    [InlineData("GET", "/rooms/a%2Fstate")]
    [InlineData("GET", "/rooms/a/state/b")]
    [InlineData("GET", "/rooms/%FF/state")]
    public void Has_no_route_for_anything_else(string method, string target)
    {
        var match = Table.Match(method, target);

        Assert.Null(match.Endpoint);
        Assert.Empty(match.AllowedMethods);
    }

    [Theory]
    [InlineData("GET", "/login", new[] { "POST" })]
    [InlineData("HEAD", "/login", new[] { "POST" })]
    [InlineData("post", "/login", new[] { "POST" })]
    [InlineData("DELETE", "/rooms/a/state/b/c", new[] { "GET", "PUT" })]
    public void Says_which_methods_a_path_takes(string method, string target, string[] allowed)
    {
        var match = Table.Match(method, target);

        Assert.Null(match.Endpoint);
        Assert.Equal(allowed, match.AllowedMethods);
    }

    [Fact]
    public void Gives_the_values_of_the_parameters_by_name()
    {
        var values = Table.Match("GET", "/rooms/%21a%3Ab/state/m.room.topic/x%2Fy").Values;

        Assert.Equal("!a:b", values["roomId"]);
        Assert.Equal("m.room.topic", values["eventType"]);
        Assert.Equal("x/y", values["stateKey"]);
        Assert.Equal("", Table.Match("GET", "/rooms/a/state/b/").Values["stateKey"]);
        Assert.Equal("The route has no parameter 'other'", Assert.Throws<KeyNotFoundException>(() => values["other"]).Message);
    }

    [Fact]
    public void Forgets_the_values_of_a_branch_that_led_nowhere()
    {
        var table = new RouteTable()
            .Map("GET", "/{a}/x/{b}/end", Named("long"))
            .Map("GET", "/{a}/{c}/{d}", Named("short"));

        var values = table.Match("GET", "/1/x/3").Values;

        Assert.Equal(["1", "x", "3"], [values["a"], values["c"], values["d"]]);
    }

    [Fact]
    public void Refuses_a_route_that_is_mapped_twice_or_has_no_slash()
    {
        var table = new RouteTable().Map("GET", "/a/{b}", Named("first"));

        Assert.StartsWith(
            "The route GET /a/{c} is mapped twice",
            Assert.Throws<ArgumentException>(() => table.Map("GET", "/a/{c}", Named("second"))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Route template 'a' does not start with '/'",
            Assert.Throws<ArgumentException>(() => table.Map("GET", "a", Named("third"))).Message,
            StringComparison.Ordinal);
    }

    private static RouteEndpoint Named(string name) => (_, _) => ValueTask.FromResult<IResult>(new NamedResult(name));

    private sealed record NamedResult(string Name) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.CompletedTask;
    }
}
