using System.Globalization;
using Bulwark.CommandLine;
using Bulwark.Core.Hosting;
using Bulwark.Settings;

namespace Bulwark.Running;

/// <summary>What <c>bulwark up</c> prints below its ready line: the addresses, who may talk to each, and how to sign in the first user.</summary>
internal static class Welcome
{
    private const int LoadBalancerPort = 9443;
    private const int AdminPort = 9090;

    public static string Text(IReadOnlyList<string> tiers, BulwarkOptions options, TierEnvironment environment)
    {
        var table = new TextTable("tier", "address", "who may talk to it");
        foreach (var tier in tiers)
            table.Add(tier, Address(tier, options, environment), Audience(tier, options, environment));

        var data = environment.Data.Root;
        var bulwark = Command();
        return $"""
            {table}
            Sign in the first user (in another shell):
              {bulwark} user add alice --groups staff --data {data}      adds her, with a password that you type
              {bulwark} token --user alice --data {data}                 a token for org.matrix.login.jwt and /v1/graphql
              {bulwark} admin link --data {data}                         opens the admin console, once
            Prove that the doors are shut:
              {bulwark} verify --data {data}
            """;
    }

    // In a clone the launcher runs the program; installed, it is the program itself.
    private static string Command() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? "./bulwark" : "bulwark";

    private static string Address(string tier, BulwarkOptions options, TierEnvironment environment) => tier switch
    {
        "edge" => environment.PublicUrl,
        "load-balancer" => Url("localhost", options.LoadBalancer.Listen.Port ?? environment.Port(LoadBalancerPort)),
        "admin" => Url("127.0.0.1", options.Admin.Port ?? environment.Port(AdminPort)),
        _ => environment.Data.Socket(tier),
    };

    private static string Audience(string tier, BulwarkOptions options, TierEnvironment environment) => tier switch
    {
        "edge" when options.Edge.Acme is { } acme => $"everyone; its certificate comes from {acme.Directory.Authority}, until then from {Path.Combine(environment.Data.Pki, "public-ca.pem")}",
        "edge" => $"everyone; its certificate is signed by {Path.Combine(environment.Data.Pki, "public-ca.pem")}",
        "load-balancer" => $"holders of a client certificate of {Path.Combine(environment.Data.Pki, "origin-ca.pem")}",
        "admin" => "a browser with a one-time link, or an admin client certificate",
        _ => "the load balancer",
    };

    private static string Url(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"https://{host}:{port}");
}
