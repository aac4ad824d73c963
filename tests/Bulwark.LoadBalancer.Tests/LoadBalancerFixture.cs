using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.Tests;

/// <summary>A load balancer on a port of its own, with a PKI of its own.</summary>
public sealed class LoadBalancerFixture : IAsyncDisposable
{
    private static readonly FolderTemplate Pki = new(directory =>
    {
        var environment = TestEnvironment.Create(directory);
        InstancePki.Ensure(environment.Data, environment.Hosts, environment.Time);
    });

    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _app;

    private LoadBalancerFixture(TemporaryDirectory directory, TierEnvironment environment, WebApplication app)
    {
        _directory = directory;
        _app = app;
        Environment = environment;
        Folder = new PkiFolder(environment.Data);
        Port = EndpointOf.Port(app);
    }

    public TierEnvironment Environment { get; }

    public PkiFolder Folder { get; }

    public int Port { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<LoadBalancerFixture> StartAsync(
        Action<LoadBalancerOptions>? configure = null, ILoggerFactory? loggerFactory = null, Func<TierEnvironment, TierEnvironment>? environ = null)
    {
        var directory = new TemporaryDirectory();
        var environment = (environ ?? (same => same))(CreateEnvironment(directory, loggerFactory: loggerFactory));
        var options = new LoadBalancerOptions();
        options.Listen.Address = "127.0.0.1";
        options.Listen.Port = 0;
        configure?.Invoke(options);
        var app = LoadBalancerTier.Build(options, environment);
        await app.StartAsync();
        return new LoadBalancerFixture(directory, environment, app);
    }

    /// <summary>The data directory of an instance with its certificates, for what needs no running tier.</summary>
    public static TierEnvironment CreateEnvironment(TemporaryDirectory directory, TimeProvider? time = null, ILoggerFactory? loggerFactory = null)
    {
        var environment = TestEnvironment.Create(directory, time, loggerFactory);
        Pki.CopyTo(directory, "pki");
        return environment;
    }

    public ControlClient Control() => new(Environment.Data, LoadBalancerTier.Name);

    public string Socket(string tier) => Environment.Data.Socket(tier);

    /// <summary>A client leaf of the instance: <c>edge</c> or <c>edge-client</c>.</summary>
    public X509Certificate2 Leaf(string name) => CertificateFiles.Load(Folder.Certificate(name), Folder.Key(name));

    /// <summary>The origin CA, to sign what should not have been signed.</summary>
    public CertificateAuthority OriginCa() =>
        InstancePki.OpenAuthority(new PkiRequest { Data = Environment.Data, Hosts = Environment.Hosts, Time = Environment.Time }, PkiFolder.OriginCa);

    public SslClientAuthenticationOptions Tls(X509Certificate2? leaf, SslApplicationProtocol? alpn = null, SslProtocols version = SslProtocols.None, string serverName = "localhost") => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = version,
        ApplicationProtocols = [alpn ?? SslApplicationProtocol.Http11],
        CertificateChainPolicy = TrustStore.Load(Folder.Certificate(PkiFolder.OriginCa)).CreateServerPolicy(),
        ClientCertificateContext = leaf is null ? null : SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true),
    };

    /// <summary>An ordinary HTTP client that presents a leaf.</summary>
    public HttpClient Client(X509Certificate2? leaf, int httpVersion = 1)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = Tls(leaf, httpVersion == 1 ? SslApplicationProtocol.Http11 : SslApplicationProtocol.Http2) };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{Port}"),
            DefaultRequestVersion = httpVersion == 1 ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Deadline.Default,
        };
    }

    public async Task<RawTlsClient> ConnectAsync(string leaf = PkiFolder.EdgeClient, string serverName = "localhost") =>
        await RawTlsClient.ConnectAsync(Port, Tls(Leaf(leaf), serverName: serverName));

    /// <summary>Sends one HTTP/1.1 request byte for byte and reads the answer until the connection ends.</summary>
    public async Task<string> ExchangeAsync(string request, string leaf = PkiFolder.EdgeClient, string serverName = "localhost")
    {
        await using var client = await ConnectAsync(leaf, serverName);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _app.DisposeAsync();
        _directory.Dispose();
    }
}
