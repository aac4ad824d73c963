using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.Listeners;

public sealed class NamedListenerTests
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task Tries_a_new_trust_store_on_a_canary_while_the_default_listener_keeps_the_old_one()
    {
        await using var lb = await StartAsync(canary => canary.TrustStore = "pki/admin-ca.pem");
        using var admin = lb.Leaf(PkiFolder.AdminClient);
        using var edge = lb.Leaf(PkiFolder.Edge);

        Assert.NotEqual(0, await CountBytesAsync(lb, PortOf(lb), admin));
        Assert.Equal(0, await CountBytesAsync(lb, PortOf(lb), edge));
        Assert.Equal(0, await CountBytesAsync(lb, lb.Port, admin));
        Assert.NotEqual(0, await CountBytesAsync(lb, lb.Port, edge));
    }

    [Fact]
    public async Task Is_locked_with_the_default_listeners_trust_store_unless_told_otherwise()
    {
        await using var lb = await StartAsync(_ => { }, options => options.MutualTls = MutualTlsMode.Off);
        using var edge = lb.Leaf(PkiFolder.Edge);

        Assert.NotEqual(0, await CountBytesAsync(lb, lb.Port, leaf: null));
        Assert.Equal(0, await CountBytesAsync(lb, PortOf(lb), leaf: null));
        Assert.NotEqual(0, await CountBytesAsync(lb, PortOf(lb), edge));
    }

    [Fact]
    public async Task Chooses_the_certificate_by_server_name_as_soon_as_the_settings_name_it()
    {
        await using var lb = await StartAsync(_ => { });
        using var origin = lb.OriginCa();
        using var chat = origin.IssueServer("chat", ["chat.example.org"]);
        using (var key = chat.GetECDsaPrivateKey()!)
            PrivateFile.Replace(Path.Combine(lb.Environment.Data.Root, "chat.key.pem"), System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));

        PrivateFile.Replace(Path.Combine(lb.Environment.Data.Root, "chat.pem"), System.Text.Encoding.ASCII.GetBytes(chat.ExportCertificatePem()));
        var next = Options(lb, _ => { });
        next.Certificates = [new() { CertificateFile = "chat.pem", KeyFile = "chat.key.pem" }];
        using (var prepared = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>().Prepare(next, lb.Environment))
            prepared.PutIntoForce();

        // Each name passes the client's own check of the certificate.
        Assert.Equal("CN=chat", await SubjectAsync(lb, lb.Port, "chat.example.org"));
        Assert.Equal("CN=bulwark-load-balancer", await SubjectAsync(lb, lb.Port, "localhost"));
        Assert.Equal("CN=chat", await SubjectAsync(lb, PortOf(lb), "chat.example.org"));
    }

    private static async Task<string?> SubjectAsync(LoadBalancerFixture lb, int port, string serverName)
    {
        using var edge = lb.Leaf(PkiFolder.Edge);
        await using var client = await RawTlsClient.ConnectAsync(port, lb.Tls(edge, serverName: serverName));
        return client.Stream.RemoteCertificate?.Subject;
    }

    [Theory]
    [InlineData(ListenerTlsPolicy.Tls13, SslProtocols.Tls12, false)]
    [InlineData(ListenerTlsPolicy.Tls13, SslProtocols.Tls13, true)]
    [InlineData(ListenerTlsPolicy.Tls12, SslProtocols.Tls12, true)]
    public async Task Speaks_the_versions_of_its_own_policy(ListenerTlsPolicy policy, SslProtocols version, bool isServed)
    {
        await using var lb = await StartAsync(canary => canary.TlsPolicy = policy);
        using var edge = lb.Leaf(PkiFolder.Edge);

        Assert.Equal(isServed, await RawTlsClient.CountApplicationBytesAsync(PortOf(lb), lb.Tls(edge, version: version), Request) > 0);
    }

    [Fact]
    public async Task Takes_new_settings_but_no_new_place_while_it_runs()
    {
        await using var lb = await StartAsync(_ => { });
        var swap = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>();
        var next = Options(lb, canary => canary.MutualTls = MutualTlsMode.Off);
        using (var prepared = swap.Prepare(next, lb.Environment))
            prepared.PutIntoForce();

        Assert.NotEqual(0, await CountBytesAsync(lb, PortOf(lb), leaf: null));
        Assert.Equal(0, await CountBytesAsync(lb, lb.Port, leaf: null));

        var moved = Options(lb, canary => canary.Listen.Port = 1);
        Assert.Equal(
            "loadBalancer.listeners changes which listeners there are or where they listen, which needs a start: stop the load balancer and start it again.",
            Assert.Throws<OperatorException>(() => swap.Prepare(moved, lb.Environment)).Message);
    }

    private static int PortOf(LoadBalancerFixture lb) => lb.Services.GetRequiredService<LockedListeners>().Find("canary")!.Bound!.IPEndPoint!.Port;

    private static Task<int> CountBytesAsync(LoadBalancerFixture lb, int port, X509Certificate2? leaf) =>
        RawTlsClient.CountApplicationBytesAsync(port, lb.Tls(leaf, SslApplicationProtocol.Http11), Request);

    private static Task<LoadBalancerFixture> StartAsync(Action<NamedListenerOptions> configure, Action<LoadBalancerOptions>? others = null) =>
        LoadBalancerFixture.StartAsync(options =>
        {
            others?.Invoke(options);
            options.Listeners = [Canary(configure)];
        });

    private static LoadBalancerOptions Options(LoadBalancerFixture lb, Action<NamedListenerOptions> configure)
    {
        var listen = new Bulwark.Proxy.Listeners.ListenerOptions { Address = "127.0.0.1", Port = 0 };
        Assert.NotEqual(0, lb.Port);
        return new LoadBalancerOptions { Listen = listen, Listeners = [Canary(configure)] };
    }

    private static NamedListenerOptions Canary(Action<NamedListenerOptions> configure)
    {
        var canary = new NamedListenerOptions { Name = "canary", Listen = new() { Address = "127.0.0.1", Port = 0 } };
        configure(canary);
        return canary;
    }
}
