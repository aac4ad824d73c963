using Bulwark.Core.Link;
using Bulwark.Core.Memory;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Hosting;

/// <summary>What every tier of an instance shares. The program makes one and hands it to each tier that it starts.</summary>
public sealed record TierEnvironment
{
    /// <summary>Where the instance keeps its files and sockets.</summary>
    public required DataDirectory Data { get; init; }

    /// <summary>The one logger factory of the program.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock. Tests move it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Added to every default port, so that instances live side by side on one machine.</summary>
    public int PortOffset { get; init; }

    /// <summary>The origin that clients use, without a path and without a trailing slash: <c>https://localhost:8443</c>.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>The host names that are served (the setting <c>hosts</c>); a request for any other gets 421.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["localhost"];

    /// <summary>The issuer of the instance's tokens: <c>https://localhost:8443/local_bulwark</c>. Tiers accept it unless their settings name another.</summary>
    public required string Issuer { get; init; }

    /// <summary>The number of the settings that the tier starts with; 0 when there are no revisions, as in a test of one tier.</summary>
    public int Revision { get; init; }

    /// <summary>How the tier reads its section of other settings while it runs; null when it cannot.</summary>
    public ITierSettings? Settings { get; init; }

    /// <summary>The way from the edge to the load balancer when both run in this process; else null. No setting makes or changes it.</summary>
    public InMemoryLink? Link { get; init; }

    /// <summary>What the servers of all tiers read into and write from.</summary>
    public BlockPools Memory { get; init; } = new();

    /// <summary>A default port, moved by <see cref="PortOffset"/>.</summary>
    public int Port(int defaultPort) => defaultPort + PortOffset;
}
