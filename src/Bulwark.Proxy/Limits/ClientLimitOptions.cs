using Bulwark.Core.Configuration;
using Bulwark.Proxy.Addresses;

namespace Bulwark.Proxy.Limits;

/// <summary>How much a client may send, how slowly, and on how many connections: section <c>edge.limits</c>.</summary>
public sealed record ClientLimitOptions : IConfigSection
{
    /// <summary>Bytes of all headers of a request together; one more is answered with 431. HTTP/2 connections keep what was in force when they began.</summary>
    public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Headers of a request; one more is answered with 431.</summary>
    public int HeaderCount { get; set; } = 100;

    /// <summary>Bytes of path and query; one more is answered with 414.</summary>
    public int UriBytes { get; set; } = 15 * 1024;

    /// <summary>Bytes of a request's body where <c>bodyLimits</c> says nothing else; one more is answered with 413.</summary>
    public long BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Bodies by path; the first entry that the path begins with counts. Default: 50 MiB for media uploads, 4 MiB for other Matrix requests.</summary>
    public IReadOnlyList<BodyLimitOptions> BodyLimits { get; set; } = BodyLimitTable.Default;

    /// <summary>How long the headers of a request may take to come.</summary>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a new connection may take until its first request has begun, handshake included. Then it is closed.</summary>
    public TimeSpan FirstRequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection without a request is kept after its last one.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Bytes in a second: a client that sends its body more slowly than this, after five seconds, or takes its answers more slowly for <c>slowReadTimeout</c>, is cut off.
    /// </summary>
    public int BytesPerSecond { get; set; } = 240;

    /// <summary>
    /// How long a connection may take its answers more slowly than <c>bytesPerSecond</c>. Over HTTP/2 each answer has to move on by 16 KiB in this time, or it ends alone; one that was small
    /// enough to be over on this side ends the connection.
    /// </summary>
    public TimeSpan SlowReadTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Open connections of all clients together. More are closed before their handshake.</summary>
    public int Connections { get; set; } = 15_000;

    /// <summary>Open connections of one address; an IPv6 address counts as its /64 network. More are closed before their handshake.</summary>
    public int ConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>Requests of one address under way at a time, on all its connections, long polls among them. One more is answered with 429.</summary>
    public int RequestsPerAddress { get; set; } = 2_000;

    /// <summary>
    /// Networks whose addresses have no bounds of their own, because each stands for many clients or for the operator. Default: the machine itself. The ranges of
    /// <c>edge.upstreamProxies</c> are always among them.
    /// </summary>
    public IReadOnlyList<string> UnboundedAddresses { get; set; } = ["127.0.0.0/8", "::1/128"];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        // The tiers behind take twice as much, because every hop adds headers of its own.
        .. Range(at["headerBytes"], HeaderBytes, 4 * 1024, 32 * 1024),
        .. Range(at["headerCount"], HeaderCount, 20, 100),
        .. Range(at["uriBytes"], UriBytes, 1024, 15 * 1024),
        .. Range(at["bodyBytes"], BodyBytes, 1024, BodyLimitTable.MaxBytes),
        .. BodyLimits.SelectMany((limit, i) => limit.Validate(at["bodyLimits"][i])),
        .. Range(at["headerTimeout"], HeaderTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
        .. Range(at["firstRequestTimeout"], FirstRequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
        .. Range(at["idleTimeout"], IdleTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
        .. Range(at["bytesPerSecond"], BytesPerSecond, 1, 1024 * 1024),
        .. Range(at["slowReadTimeout"], SlowReadTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
        .. Range(at["connections"], Connections, 1, 1_000_000),
        .. Range(at["connectionsPerAddress"], ConnectionsPerAddress, 1, 1_000_000),
        .. Range(at["requestsPerAddress"], RequestsPerAddress, 1, 1_000_000),
        .. NetworkList.Validate(UnboundedAddresses, at["unboundedAddresses"]),
    ];

    private static IEnumerable<ConfigError> Range(ConfigPath at, long value, long least, long most)
    {
        if (value < least || value > most)
            yield return at.Error($"{value} is out of range: {least} to {most}");
    }

    private static IEnumerable<ConfigError> Range(ConfigPath at, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            yield return at.Error($"{DurationConverter.Format(value)} is out of range: {DurationConverter.Format(least)} to {DurationConverter.Format(most)}");
    }
}
