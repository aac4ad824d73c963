using Bulwark.Core.Configuration;

namespace Bulwark.Jwt.Tests;

public sealed class JwtOptionsTests
{
    [Fact]
    public void An_empty_section_is_fine() => Assert.Empty(new JwtOptions().Validate(ConfigPath.Root));

    [Fact]
    public void Tells_every_problem_at_once()
    {
        var options = new JwtOptions { Issuer = "", JwksUri = new Uri("http://issuer.example/keys"), Audiences = [], LeewaySeconds = 301 };

        Assert.Equal(
            [
                "jwt.issuer is empty: name the issuer, or leave the key out for this instance's own",
                "jwt.jwksUri 'http://issuer.example/keys' is not https: keys that anybody on the way can change prove nothing",
                "jwt.audiences is empty: name at least one audience, or leave the key out for the default",
                "jwt.leewaySeconds 301 is out of range: 0 to 300 seconds",
            ],
            options.Validate(ConfigPath.Root["jwt"]).Select(error => $"{error.Path} {error.Message}"),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Another_issuer_needs_an_address_for_its_keys()
    {
        var error = Assert.Single(new JwtOptions { Issuer = "https://issuer.example" }.Validate(ConfigPath.Root["jwt"]));

        Assert.Equal("jwt.jwksUri is missing: another issuer's keys have to come from somewhere", $"{error.Path} {error.Message}");
    }

    [Fact]
    public void The_address_of_the_keys_is_a_whole_one()
    {
        var error = Assert.Single(new JwtOptions { JwksUri = new Uri("keys.json", UriKind.Relative) }.Validate(ConfigPath.Root["jwt"]));

        Assert.Equal("jwt.jwksUri 'keys.json' is not https: keys that anybody on the way can change prove nothing", $"{error.Path} {error.Message}");
    }
}
