using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Bulwark.Core.Hosting;
using Bulwark.Core.Link;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;

namespace Bulwark.Edge.Tests;

/// <summary>An edge before a real load balancer, each on a port of its own; the tiers behind are the test's.</summary>
public sealed class EdgeFixture : IAsyncDisposable
{
    private static readonly FolderTemplate Pki = new(directory =>
    {
        var environment = TestEnvironment.Create(directory);
        InstancePki.Ensure(environment.Data, environment.Hosts, environment.Time);
    });

    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _edge;
    private WebApplication _loadBalancer;
    private readonly TcpRelay _relay;

    private EdgeFixture(TemporaryDirectory directory, TierEnvironment environment, WebApplication loadBalancer, TcpRelay relay, WebApplication edge)
    {
        _directory = directory;
        _loadBalancer = loadBalancer;
        _relay = relay;
        _edge = edge;
        Environment = environment;
        Folder = new PkiFolder(environment.Data);
        Port = EndpointOf.Port(edge);
    }

    public TierEnvironment Environment { get; }

    public PkiFolder Folder { get; }

    public IServiceProvider Services => _edge.Services;

    public IServiceProvider LoadBalancerServices => _loadBalancer.Services;

    /// <summary>The port of the listener that only redirects.</summary>
    public int RedirectPort => EndpointOf.Port(_edge, "http");

    /// <summary>The edge's port.</summary>
    public int Port { get; }

    /// <summary>The load balancer's own port, past the edge.</summary>
    public int LoadBalancerPort => EndpointOf.Port(_loadBalancer);

    /// <summary>How many connections the edge has opened to the load balancer.</summary>
    public int OriginConnections => _relay.Connections;

    public static async Task<EdgeFixture> StartAsync(
        Action<EdgeOptions, PkiFolder>? configure = null,
        Action<LoadBalancerOptions, PkiFolder>? configureOrigin = null,
        Microsoft.Extensions.Logging.ILoggerFactory? loggerFactory = null,
        TimeProvider? time = null,
        InMemoryLink? link = null,
        bool isOverNetwork = false)
    {
        var directory = new TemporaryDirectory();
        var environment = TestEnvironment.Create(directory, time, loggerFactory) with { Link = link };
        Pki.CopyTo(directory, "pki");
        var folder = new PkiFolder(environment.Data);

        var originOptions = new LoadBalancerOptions { Listen = new() { Address = "127.0.0.1", Port = 0 } };
        configureOrigin?.Invoke(originOptions, folder);
        var loadBalancer = LoadBalancerTier.Build(originOptions, environment);
        await loadBalancer.StartAsync();
        var relay = new TcpRelay(EndpointOf.Port(loadBalancer));

        var options = new EdgeOptions { Listen = new() { Address = "127.0.0.1", Port = 0 } };
        if (link is null || isOverNetwork)
            options.Origin.Url = new Uri($"https://127.0.0.1:{relay.Port}");
        configure?.Invoke(options, folder);
        var edge = EdgeTier.Build(options, environment);
        await edge.StartAsync();
        return new EdgeFixture(directory, environment, loadBalancer, relay, edge);
    }

    /// <summary>With the load balancer in the same process over the link, or by itself over mutual TLS.</summary>
    public static Task<EdgeFixture> StartAsync(bool isLinked) => StartAsync(link: isLinked ? new InMemoryLink(LoadBalancerTier.Name) : null);

    public string Socket(string tier) => Environment.Data.Socket(tier);

    public Task<StandInTier> StartHomeserverAsync(Microsoft.AspNetCore.Http.RequestDelegate answer) => StandInTier.StartAsync(Socket("homeserver"), answer);

    public SslClientAuthenticationOptions Tls(SslApplicationProtocol? alpn = null, SslProtocols version = SslProtocols.None, string serverName = "localhost") => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = version,
        ApplicationProtocols = [alpn ?? SslApplicationProtocol.Http11],
        CertificateChainPolicy = TrustStore.Load(Folder.Certificate(PkiFolder.PublicCa)).CreateServerPolicy(),
    };

    /// <summary>How a stranger would greet the load balancer: without a certificate.</summary>
    public SslClientAuthenticationOptions OriginTls() => new()
    {
        TargetHost = "origin",
        CertificateChainPolicy = TrustStore.Load(Folder.Certificate(PkiFolder.OriginCa)).CreateServerPolicy(),
    };

    public SocketsHttpHandler Handler(int httpVersion) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = Tls(httpVersion == 1 ? SslApplicationProtocol.Http11 : SslApplicationProtocol.Http2),
    };

    /// <summary>An ordinary HTTP client.</summary>
    public HttpClient Client(int httpVersion = 1) => new(Handler(httpVersion))
    {
        BaseAddress = new Uri($"https://localhost:{Port}"),
        DefaultRequestVersion = httpVersion == 1 ? HttpVersion.Version11 : HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = Deadline.Default,
    };

    public Task<RawTlsClient> ConnectAsync(string serverName = "localhost") => RawTlsClient.ConnectAsync(Port, Tls(serverName: serverName));

    /// <summary>Sends one HTTP/1.1 request byte for byte and reads the answer until the connection ends.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    /// <summary>Stops the load balancer, as an outage would; gives the port that it had.</summary>
    public async Task<int> StopLoadBalancerAsync()
    {
        var port = EndpointOf.Port(_loadBalancer);
        await _loadBalancer.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _loadBalancer.DisposeAsync();
        return port;
    }

    /// <summary>Starts it again.</summary>
    public async Task StartLoadBalancerAsync(int port)
    {
        _loadBalancer = LoadBalancerTier.Build(new LoadBalancerOptions { Listen = new() { Address = "127.0.0.1", Port = port } }, Environment);
        await _loadBalancer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _edge.DisposeAsync();
        await _loadBalancer.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _loadBalancer.DisposeAsync();
        await _relay.DisposeAsync();
        _directory.Dispose();
    }
}
