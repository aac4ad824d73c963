using Bulwark.Core.Hosting;
using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Origins;

/// <summary>Every load balancer behind the edge, and which host goes to which of them.</summary>
internal sealed class OriginPools : IDisposable
{
    private readonly List<OriginServer> _servers = [];
    private readonly Dictionary<string, OriginPool> _ofHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly OriginPool _others;
    private readonly HealthChecks? _checks;

    /// <param name="options">The settings.</param>
    /// <param name="environment">The instance.</param>
    /// <param name="watch">Is told of their answers.</param>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public OriginPools(EdgeOptions options, TierEnvironment environment, IAnswerWatch watch)
    {
        if (options.Origins.Count == 0)
        {
            _servers.Add(new OriginServer(OriginTarget.Create(options.Origin, environment, watch), options.Origin.SslMode, weight: 1, environment.Time));
            _others = new OriginPool(_servers);
            return;
        }

        var byOptions = options.Origins.Select(origin => (Origin: origin, Server: Create(origin, options.Origin, environment, watch))).ToList();
        _servers.AddRange(byOptions.Select(entry => entry.Server));
        foreach (var host in options.Origins.SelectMany(origin => origin.Hosts).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            _ofHost[host] = new OriginPool(
                [.. byOptions.Where(entry => entry.Origin.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)).Select(entry => entry.Server)]);
        }

        // The settings are valid only when somebody serves the hosts that nobody names.
        _others = new OriginPool([.. byOptions.Where(entry => entry.Origin.Hosts.Count == 0).Select(entry => entry.Server)]);
        _checks = _servers.Count > 1 ? new HealthChecks(_servers, environment) : null;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<OriginServer> Servers => _servers;

    /// <summary>Forwards a request to one of the load balancers of its host.</summary>
    public Task ForwardAsync(HttpContext context, Forwarder forwarder) => Find(context).ForwardAsync(context, forwarder);

    /// <summary>Other settings are in force. Connections on ways that they do not have end after a grace; those that rest on the same as before may stay.</summary>
    public void Yield(OriginPools inForce, TimeSpan grace)
    {
        foreach (var server in _servers)
        {
            if (inForce._servers.Exists(other => other.Identity == server.Identity))
                server.Stay();
            else
                server.EndAfter(grace);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _checks?.Dispose();
        foreach (var server in _servers)
            server.Dispose();
    }

    private OriginPool Find(HttpContext context) =>
        _ofHost.Count > 0 && _ofHost.TryGetValue(context.Request.Host.Host, out var pool) ? pool : _others;

    private static OriginServer Create(OriginServerOptions origin, OriginOptions shared, TierEnvironment environment, IAnswerWatch watch)
    {
        var own = shared with { Url = origin.Url, ServerName = origin.ServerName ?? shared.ServerName, SslMode = origin.SslMode ?? shared.SslMode };
        return new OriginServer(OriginTarget.Create(own, environment, watch), own.SslMode, origin.Weight, environment.Time);
    }
}
