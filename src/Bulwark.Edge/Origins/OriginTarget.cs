using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Core.Link;
using Bulwark.Pki;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.HandOver;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Proxy.Tls;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Origins;

/// <summary>
/// The origin as a forward target: few, long HTTP/2 connections (prior knowledge, RFC 9113 section 3.3) inside the TLS of <see cref="OriginConnector"/>, some of our own client for
/// requests without a body, some of the HTTP client for the others. To both it is one plain <c>http://origin</c>, so no Host, however many there are, opens a connection.
/// </summary>
internal static class OriginTarget
{
    /// <summary>Longer than the load balancer waits for its targets, so that it can still say so.</summary>
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromSeconds(310);

    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = ActivityTimeout,
    };

    private static readonly ForwarderRequestConfig PlainRequest = Request with { Version = HttpVersion.Version11 };

    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static OriginWay Create(OriginOptions options, TierEnvironment environment, IAnswerWatch watch)
    {
        var leaf = LoadLeaf(options, environment);
        var connections = new OriginConnections();
        if (options.Url is null && environment.Link is { } link)
        {
            var near = new NearTarget(link, leaf.TargetCertificate, leaf.IntermediateCertificates);
            var handed = new ForwardTarget("origin", CreateHandler(_ => ValueTask.FromResult(connections.Add(Connect(link, leaf)))), Request, near)
            {
                Watch = watch,
            };
            return new OriginWay(handed, connections, $"link {leaf.TargetCertificate.Thumbprint}");
        }

        var url = options.Url ?? new Uri($"https://localhost:{environment.Port(9443)}");
        var trust = options.SslMode == SslMode.Strict ? LoadTrustStore(options, environment) : null;
        var connector = new OriginConnector(url, options, trust, leaf);
        var isHttp2 = options.SslMode is SslMode.Strict or SslMode.Full;
        var lifetime = LifetimeOf(url);
        var handler = CreateHandler(ConnectAsync);
        handler.PooledConnectionLifetime = lifetime;
        var target = new ForwardTarget(options.Url is null ? "origin" : url.Authority, handler, isHttp2 ? Request : PlainRequest)
        {
            Watch = watch,
            Streams = isHttp2 ? new Http2Pool(ConnectAsync, lifetime) : null,
        };
        return new OriginWay(target, connections, Identity(url, options, trust, leaf));

        async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) => connections.Add(await connector.ConnectAsync(cancellationToken));
    }

    /// <summary>A name may come to mean other addresses; a connection that is due for renewal takes no new request and ends after its last one.</summary>
    private static TimeSpan LifetimeOf(Uri url) => url.HostNameType == UriHostNameType.Dns && !url.IsLoopback ? TimeSpan.FromMinutes(5) : Timeout.InfiniteTimeSpan;

    private static string Identity(Uri url, OriginOptions options, TrustStore? trust, SslStreamCertificateContext leaf) =>
        $"{url} {options.SslMode} {options.ServerName} {leaf.TargetCertificate.Thumbprint} {string.Join(' ', trust?.Authorities.Select(authority => authority.Thumbprint) ?? [])}";

    private static Stream Connect(InMemoryLink link, SslStreamCertificateContext leaf)
    {
        try
        {
            return link.Connect(leaf.TargetCertificate, leaf.IntermediateCertificates);
        }
        catch (SocketException e)
        {
            throw new ConnectFailedException("No in-memory connection to the load balancer", e);
        }
    }

    private static SocketsHttpHandler CreateHandler(Func<CancellationToken, ValueTask<Stream>> connect) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, // as the listener read them: else a client's UTF-8 would fail here
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ConnectCallback = (_, cancellationToken) => connect(cancellationToken),
    };

    private static TrustStore LoadTrustStore(OriginOptions options, TierEnvironment environment) => options.TrustStore is { } file
        ? TrustStore.Load(Path.GetFullPath(file, environment.Data.Root), environment.Time)
        : TrustStore.LoadInstance(environment.Data, PkiFolder.OriginCa, environment.Time);

    private static SslStreamCertificateContext LoadLeaf(OriginOptions options, TierEnvironment environment) =>
        (options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.Edge)).Load(environment.Data);
}
