using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki;

namespace Bulwark.Posture;

/// <summary>The deployment that is probed.</summary>
public sealed record PostureTarget
{
    /// <summary>Where the edge is reached.</summary>
    public required Uri Edge { get; init; }

    /// <summary>The host name that clients use, for SNI and <c>Host</c>. It differs from <see cref="Edge"/> when a served name is probed on loopback.</summary>
    public required string ServerName { get; init; }

    /// <summary>Where the load balancer is reached past the edge; null: not known, and its probes do not apply.</summary>
    public Uri? Origin { get; init; }

    /// <summary>Where the admin plane listens; null: another machine's, and its probes do not apply.</summary>
    public Uri? Admin { get; init; }

    /// <summary>The files of the instance; null: another machine's, and local probes do not apply.</summary>
    public DataDirectory? Data { get; init; }

    /// <summary>Certificates that probes may use; null: none at hand.</summary>
    public PostureCredentials? Credentials { get; init; }

    /// <summary>Whether the edge's certificate is checked against the system's CAs although <see cref="Credentials"/> has a CA.</summary>
    public bool UsesSystemTrust { get; init; }

    /// <summary>Ports on which nothing may speak plain HTTP.</summary>
    public required IReadOnlyList<int> PlainHttpPorts { get; init; }

    /// <summary>The operator asked for the listener that redirects plain HTTP (<c>edge.httpRedirect</c>), so redirecting to https is no fault.</summary>
    public bool HasHttpRedirect { get; init; }

    /// <summary>Whose client certificates this instance takes, for each trust store of its settings.</summary>
    public IReadOnlyList<TrustStoreOptions> TrustStores { get; init; } = [new()];

    /// <summary>How long a run waits.</summary>
    public ProbeLimits Limits { get; init; } = new();

    /// <summary>The clock for reports.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>This instance, at its default ports. A setting that moves a listener replaces the address with <c>with</c>.</summary>
    public static PostureTarget Local(TierEnvironment environment, SecretFile? unlockKey = null)
    {
        var pki = new PkiRequest { Data = environment.Data, Hosts = environment.Hosts, Time = environment.Time, UnlockKey = unlockKey };
        return new PostureTarget
        {
            Edge = new Uri($"https://localhost:{environment.Port(8443)}"),
            ServerName = new Uri(environment.PublicUrl).Host,
            Origin = new Uri($"https://localhost:{environment.Port(9443)}"),
            Admin = new Uri($"https://127.0.0.1:{environment.Port(9090)}"),
            Data = environment.Data,
            Credentials = new PostureCredentials(pki),
            PlainHttpPorts = [environment.Port(8080)],
            Time = environment.Time,
        };
    }

    /// <summary>Any other deployment.</summary>
    /// <param name="edge">Its public address.</param>
    /// <param name="origin">Its load balancer's address, if known.</param>
    /// <param name="credentials">Its client certificates, if at hand.</param>
    public static PostureTarget Foreign(Uri edge, Uri? origin, PostureCredentials? credentials = null) => new()
    {
        Edge = edge,
        ServerName = edge.Host,
        Origin = origin,
        Credentials = credentials,
        PlainHttpPorts = [80],
    };
}
