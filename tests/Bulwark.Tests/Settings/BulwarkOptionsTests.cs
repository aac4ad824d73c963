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

    [Fact]
    public void Refuses_to_ask_a_CA_for_names_that_nobody_is_served_under()
    {
        var options = new BulwarkOptions { Hosts = ["chat.example.org", "intranet"] };
        options.Edge.Acme = new() { Directory = new Uri("https://acme.example.org/"), TermsOfServiceAgreed = true, Names = ["chat.example.org", "other.example.org"] };
        Assert.Equal(["edge.acme.names: has 'other.example.org', which is not in 'hosts': it is not served at all"], Problems(options));

        options.Edge.Acme.Names = [];
        Assert.Equal(
            ["edge.acme: asks for 'intranet', and a public CA gives certificates for names of the public DNS only: set 'hosts', or 'names' here"], Problems(options));

        options.Edge.Acme.TrustedAuthority = "step-ca.pem";
        Assert.Empty(Problems(options));

        static string[] Problems(BulwarkOptions options) => [.. options.Validate(ConfigPath.Root).Select(problem => $"{problem.Path}: {problem.Message}")];
    }

    [Fact]
    public void Warns_when_a_tier_takes_tokens_that_the_edge_refuses()
    {
        var options = new BulwarkOptions();
        options.DataApi.Jwt.Issuer = "https://id.example.org";
        options.Mcp.Jwt.Audiences = ["mcp-clients"];

        Assert.Equal(
            [
                "edge.auth.jwt says nothing while 'dataApi.jwt' names whose tokens /v1/graphql takes: the edge takes this instance's own only and refuses the others before they get there",
                "edge.auth.jwt says nothing while 'mcp.jwt' names whose tokens /mcp takes: the edge takes this instance's own only and refuses the others before they get there",
            ],
            Problems(options));
        Assert.All(options.Validate(ConfigPath.Root), problem => Assert.True(problem.IsWarning));
    }

    [Fact]
    public void Does_not_warn_when_the_edge_knows_the_issuer_too()
    {
        var everywhere = new BulwarkOptions();
        everywhere.DataApi.Jwt.Issuer = everywhere.Edge.Auth.Jwt.Issuer = "https://id.example.org";
        var onItsPath = new BulwarkOptions();
        onItsPath.Mcp.Jwt.Issuer = "https://id.example.org";
        onItsPath.Edge.Auth.Routes = [new() { Path = "/mcp", Jwt = new() { Issuer = "https://id.example.org" } }];

        Assert.Empty(Problems(everywhere));
        Assert.Empty(Problems(onItsPath));
    }

    private static string[] Problems(string publicUrl) => Problems(new BulwarkOptions { PublicUrl = new Uri(publicUrl, UriKind.RelativeOrAbsolute) });

    private static string[] Problems(BulwarkOptions options)
    {
        return [.. options.Validate(ConfigPath.Root).Select(problem => $"{problem.Path} {problem.Message}")];
    }
}
