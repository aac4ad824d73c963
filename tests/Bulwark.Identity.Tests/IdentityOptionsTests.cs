using Bulwark.Core.Configuration;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Users;

namespace Bulwark.Identity.Tests;

public sealed class IdentityOptionsTests
{
    [Fact]
    public void An_empty_section_is_fine()
    {
        var options = new IdentityOptions();

        Assert.Empty(options.Validate(ConfigPath.Root));
        Assert.Empty(options.Passwords.Validate(ConfigPath.Root));
        Assert.All(options.Clients.Values, client => Assert.Empty(client.Validate(ConfigPath.Root)));
        Assert.Equal(["bulwark-web", "bulwark-mobile", "bulwark-mcp"], options.Clients.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public void Tells_every_problem_at_once()
    {
        var options = new IdentityOptions
        {
            PoolId = "local/bulwark",
            Clients = new Dictionary<string, ClientOptions>(StringComparer.Ordinal) { ["web app"] = new() },
        };

        Assert.Equal(
            [
                "identity.poolId 'local/bulwark' is no pool ID: 1 to 55 of the characters A-Z, a-z, 0-9, _ and -",
                "identity.clients.web app is no client ID: 1 to 128 of the characters A-Z, a-z, 0-9, _ and -",
                "identity.defaultClient 'bulwark-web' is none of the clients",
            ],
            Text(options.Validate(ConfigPath.Root["identity"])),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("us-east-1_knEL7cqS3", true)]
    [InlineData("pool.id", false)]
    [InlineData("pööl", false)]
    public void A_pool_id_fits_into_a_path(string poolId, bool expected) =>
        Assert.Equal(expected, !new IdentityOptions { PoolId = poolId }.Validate(ConfigPath.Root).Any());

    [Fact]
    public void A_client_keeps_cognitos_bounds()
    {
        var client = new ClientOptions { IdTokenMinutes = 4, AccessTokenMinutes = 1_441, RefreshTokenDays = 0 };

        Assert.Equal(
            [
                "c.idTokenMinutes 4 is out of range: 5 minutes to 1 day (1440)",
                "c.accessTokenMinutes 1441 is out of range: 5 minutes to 1 day (1440)",
                "c.refreshTokenDays 0 is out of range: 1 day to 10 years (3650)",
            ],
            Text(client.Validate(ConfigPath.Root["c"])),
            StringComparer.Ordinal);
    }

    [Fact]
    public void An_exchange_needs_an_audience_and_a_whole_resource() =>
        Assert.Equal(
            ["x.resource '/mcp' is no absolute URI", "x.audience is empty: name the audience of the tokens that come out"],
            Text(new TokenExchangeOptions { Resource = "/mcp", Audience = "" }.Validate(ConfigPath.Root["x"])),
            StringComparer.Ordinal);

    [Fact]
    public void Passwords_keep_within_what_is_safe()
    {
        var options = new PasswordOptions { MinLength = 7, MemoryKiB = 1024, Iterations = 0, Parallelism = 9, Concurrency = 0 };

        Assert.Equal(
            [
                "p.minLength 7 is out of range: 8 to 128 characters",
                "p.memoryKiB 1024 is out of range: 7168 (7 MiB) to 1048576 (1 GiB)",
                "p.iterations 0 is out of range: 1 to 20",
                "p.parallelism 9 is out of range: 1 to 8",
                "p.concurrency 0 is out of range: 1 to 64",
                "p.memoryKiB 1024 KiB with 0 iterations is weaker than what OWASP recommends (19456 KiB with 2)",
            ],
            Text(options.Validate(ConfigPath.Root["p"])),
            StringComparer.Ordinal);
    }

    [Fact]
    public void A_weak_cost_is_a_warning() => Assert.True(Assert.Single(new PasswordOptions { Iterations = 1 }.Validate(ConfigPath.Root)).IsWarning);

    private static IEnumerable<string> Text(IEnumerable<ConfigError> errors) => errors.Select(error => $"{error.Path} {error.Message}");
}
