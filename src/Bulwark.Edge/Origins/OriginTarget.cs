using System.Net;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Tls;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Origins;

/// <summary>
/// The origin as a forward target: few, long HTTP/2 connections (prior knowledge, RFC 9113 section 3.3) inside the TLS of <see cref="OriginConnector"/>. To the HTTP client it
/// is one plain <c>http://origin</c>, so no Host, however many there are, opens a connection.
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

    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static ForwardTarget Create(OriginOptions options, TierEnvironment environment)
    {
        var leaf = LoadLeaf(options, environment);
        if (options.Url is null && environment.Link is { } link)
            return new ForwardTarget("origin", CreateHandler(_ => ValueTask.FromResult(link.Connect(leaf.TargetCertificate, leaf.IntermediateCertificates))), Request);

        var url = options.Url ?? new Uri($"https://localhost:{environment.Port(9443)}");
        var connector = new OriginConnector(url, options.ServerName, LoadTrustStore(options, environment), leaf);
        return new ForwardTarget("origin", CreateHandler(connector.ConnectAsync), Request);
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

    private static System.Net.Security.SslStreamCertificateContext LoadLeaf(OriginOptions options, TierEnvironment environment) =>
        (options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.Edge)).Load(environment.Data);
}
