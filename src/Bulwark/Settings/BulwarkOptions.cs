using Bulwark.Admin;
using Bulwark.Core.Configuration;
using Bulwark.DataApi;
using Bulwark.Edge;
using Bulwark.Homeserver;
using Bulwark.Identity;
using Bulwark.Jwt;
using Bulwark.LoadBalancer;
using Bulwark.Mcp;
using Bulwark.Pki;
using Bulwark.Proxy.EdgeAuth;

namespace Bulwark.Settings;

/// <summary>The settings file <c>bulwark.jsonc</c>. Every section may be left out: the defaults are the hardened choice.</summary>
public sealed record BulwarkOptions : IConfigSection
{
    /// <summary>The host names under which clients reach the edge. A request for any other name, or for an IP address, gets 421.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = ["localhost"];

    /// <summary>The address clients use, without a path. Default: the first of <c>hosts</c> with the edge's port.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The edge: TLS for clients, the first checks of every request.</summary>
    public EdgeOptions Edge { get; set; } = new();

    /// <summary>The load balancer: the locked origin.</summary>
    public LoadBalancerOptions LoadBalancer { get; set; } = new();

    /// <summary>The Matrix homeserver.</summary>
    public HomeserverOptions Homeserver { get; set; } = new();

    /// <summary>The GraphQL data API.</summary>
    public DataApiOptions DataApi { get; set; } = new();

    /// <summary>The identity provider.</summary>
    public IdentityOptions Identity { get; set; } = new();

    /// <summary>The MCP server.</summary>
    public McpOptions Mcp { get; set; } = new();

    /// <summary>The private admin plane.</summary>
    public AdminOptions Admin { get; set; } = new();

    /// <summary>Certificates and their keys.</summary>
    public PkiOptions Pki { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Hosts.Count == 0)
            yield return at["hosts"].Error("is empty: name at least one host");

        for (var i = 0; i < Hosts.Count; i++)
        {
            if (Uri.CheckHostName(Hosts[i]) != UriHostNameType.Dns)
                yield return at["hosts"][i].Error($"'{Hosts[i]}' is not a host name (an IP address is never served)");
        }

        foreach (var host in LoadBalancer.Hosts.Keys.Where(host => !Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)))
            yield return at["loadBalancer"]["hosts"][host].Error("is not in 'hosts': it is not served at all");

        foreach (var error in CheckAcme(at))
            yield return error;

        foreach (var warning in CheckIssuers(at))
            yield return warning;

        if (PublicUrl is not null && !IsOrigin(PublicUrl))
            yield return at["publicUrl"].Error($"'{PublicUrl}' is not of the form https://name[:port]");
    }

    /// <summary>A certificate for a name that is not served would prove nothing to anybody, and no public CA knows a name without a dot.</summary>
    private IEnumerable<ConfigError> CheckAcme(ConfigPath at)
    {
        if (Edge.Acme is not { } acme)
            yield break;

        foreach (var name in acme.Names.Where(name => !Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)))
            yield return at["edge"]["acme"]["names"].Error($"has '{name}', which is not in 'hosts': it is not served at all");

        var names = acme.Names.Count > 0 ? acme.Names : Hosts;
        if (acme.TrustedAuthority is null && names.FirstOrDefault(name => !name.Contains('.', StringComparison.Ordinal)) is { } local)
            yield return at["edge"]["acme"].Error($"asks for '{local}', and a public CA gives certificates for names of the public DNS only: set 'hosts', or 'names' here");
    }

    /// <summary>The edge checks tokens first: those that only the tier behind knows do not reach it.</summary>
    private IEnumerable<ConfigError> CheckIssuers(ConfigPath at)
    {
        if (IsSet(DataApi.Jwt) && !KnowsTokensOf("/v1/graphql"))
            yield return IssuerWarning("dataApi", "/v1/graphql");

        if (IsSet(Mcp.Jwt) && !KnowsTokensOf("/mcp"))
            yield return IssuerWarning("mcp", "/mcp");

        ConfigError IssuerWarning(string tier, string path) => at["edge"]["auth"]["jwt"].Warning(
            $"says nothing while '{tier}.jwt' names whose tokens {path} takes: the edge takes this instance's own only and refuses the others before they get there");
    }

    private bool KnowsTokensOf(string path) =>
        IsSet(Edge.Auth.Jwt) || Edge.Auth.Routes.Any(route => route.Path == path && (route.Jwt is not null || route.Mode != EdgeAuthMode.Enforce));

    private static bool IsSet(JwtOptions jwt) => jwt.Issuer is not null || jwt.JwksUri is not null || jwt.Audiences is not null;

    private static bool IsOrigin(Uri url) =>
        url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
}
