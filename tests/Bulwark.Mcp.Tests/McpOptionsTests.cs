using Bulwark.Core.Configuration;

namespace Bulwark.Mcp.Tests;

public sealed class McpOptionsTests
{
    [Fact]
    public void Needs_nothing() => Assert.Empty(new McpOptions().Validate(new ConfigPath("mcp")));

    [Theory]
    [InlineData("https://app.example.org/", false)]
    [InlineData("https://App.example.org", false)]
    [InlineData("https://app.example.org:443", false)]
    [InlineData("app.example.org", false)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("https://app.example.org", true)]
    [InlineData("http://127.0.0.1:6274", true)]
    public void Takes_origins_as_browsers_write_them(string origin, bool valid)
    {
        var errors = new McpOptions { AllowedOrigins = [origin] }.Validate(new ConfigPath("mcp")).ToArray();

        var expected = $"'{origin}' is not an origin: write scheme, host and port only, like https://app.example.org";
        Assert.Equal(valid ? [] : [$"mcp.allowedOrigins[0] {expected}"], errors.Select(error => $"{error.Path} {error.Message}").ToArray());
    }

    [Fact]
    public void Tells_the_problems_of_its_tokens_too()
    {
        var errors = new McpOptions { Jwt = new() { Audiences = [] } }.Validate(new ConfigPath("mcp"));

        Assert.Equal("mcp.jwt.audiences", Assert.Single(errors).Path.Text);
    }
}
