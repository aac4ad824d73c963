using Bulwark.Core.Configuration;
using Bulwark.Settings;

namespace Bulwark.Tests.Settings;

public sealed class BulwarkOptionsTests
{
    [Theory]
    [InlineData("https://chat.example.org")]
    [InlineData("https://chat.example.org:8443/")]
    public void Takes_an_origin_for_the_public_address(string url) => Assert.Empty(Problems(url));

    [Theory]
    [InlineData("chat.example.org", "chat.example.org")]
    [InlineData("http://chat.example.org", "http://chat.example.org/")]
    [InlineData("https://chat.example.org/chat", "https://chat.example.org/chat")]
    [InlineData("https://me@chat.example.org", "https://me@chat.example.org/")]
    [InlineData("https://chat.example.org/#a", "https://chat.example.org/#a")]
    public void Refuses_another_public_address(string url, string told) => Assert.Equal([$"publicUrl '{told}' is not of the form https://name[:port]"], Problems(url));

    private static string[] Problems(string publicUrl)
    {
        var options = new BulwarkOptions { PublicUrl = new Uri(publicUrl, UriKind.RelativeOrAbsolute) };
        return [.. options.Validate(ConfigPath.Root).Select(problem => $"{problem.Path} {problem.Message}")];
    }
}
