using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Edge.Acme;
using Bulwark.Edge.Control;
using Bulwark.Pki;
using Bulwark.Pki.Acme;
using Bulwark.Testing;
using Bulwark.Testing.Acme;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Acme;

/// <summary>An edge and an ACME server that proves its name over the network.</summary>
public sealed class AcmeTests
{
    [Fact]
    public async Task Gets_a_certificate_by_handshake_and_shows_it_without_a_start()
    {
        await using var acme = await StandInAcme.StartAsync();
        using var log = new RecordingLoggerFactory();
        await using var edge = await StartAsync(acme, loggerFactory: log);

        var status = await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");

        Assert.Equal("tls-alpn-01", status.Challenge);
        Assert.Equal(["localhost"], status.Names);
        Assert.Null(status.LastError);
        Assert.Equal("CN=Stand-in intermediate", await IssuerAsync(edge));
        Assert.Equal(["mailto:ops@example.org"], acme.Contacts);
        Assert.Contains("The edge shows a certificate of the instance's own public CA in place of the one of ACME: there is none yet.", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", log.Text, StringComparison.Ordinal);
        foreach (var file in new[] { "acme.json", "acme-account.key.pem", "edge-acme.key.pem" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(edge.Environment.Data.Pki, file)));
        Assert.False(File.Exists(Path.Combine(edge.Environment.Data.Pki, "acme-order.key.pem")));
    }

    [Fact]
    public async Task Gets_a_certificate_over_plain_HTTP_and_serves_pending_tokens_there_only()
    {
        await using var acme = await StandInAcme.StartAsync();
        string? pending = null;
        EdgeFixture? fixture = null;
        acme.Before = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/challenge", StringComparison.Ordinal))
            {
                acme.HttpPort = fixture!.RedirectPort;
                var token = acme.Orders[^1].Tokens["localhost"];
                pending = await ExchangeAsync(acme.HttpPort, $"POST /.well-known/acme-challenge/{token} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            }

            return false;
        };
        await using var edge = fixture = await StartAsync(acme, isHttp: true, before: started => acme.HttpPort = started.RedirectPort);

        await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");

        Assert.StartsWith("HTTP/1.1 404 ", pending, StringComparison.Ordinal);
        Assert.Equal("CN=Stand-in intermediate", await IssuerAsync(edge));
        var after = await ExchangeAsync(edge.RedirectPort, $"GET /.well-known/acme-challenge/{acme.Orders[0].Tokens["localhost"]} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", after, StringComparison.Ordinal);
        var other = await ExchangeAsync(edge.RedirectPort, "GET /.well-known/acme-challenge HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        Assert.Contains("\r\nLocation: https://chat.example.org/.well-known/acme-challenge\r\n", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_without_the_server_and_gets_a_certificate_when_it_is_there()
    {
        await using var acme = await StandInAcme.StartAsync();
        await acme.StopAsync();
        await using var edge = await StartAsync(acme);
        var status = await UntilAsync(edge, now => now.State == "failing");

        Assert.StartsWith($"The ACME server {acme.Directory.Authority} cannot be reached: ", status.LastError, StringComparison.Ordinal);
        Assert.InRange(status.NextTry!.Value - status.LastErrorAt!.Value, TimeSpan.FromMinutes(3.9), TimeSpan.FromMinutes(6.1));
        Assert.Equal($"CN={Subject(edge, PkiFolder.PublicCa)}", await IssuerAsync(edge));

        await acme.StartAgainAsync();
        await RenewAsync(edge);
        await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");
        Assert.Equal("CN=Stand-in intermediate", await IssuerAsync(edge));
    }

    [Fact]
    public async Task Renews_under_a_held_connection_and_keeps_the_old_certificate_while_the_server_is_down()
    {
        await using var acme = await StandInAcme.StartAsync();
        await using var edge = await StartAsync(acme);
        await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");
        var first = await SerialAsync(edge);
        await using var held = await RawTlsClient.ConnectAsync(edge.Port, AnyOfStandIn());
        await acme.StopAsync();
        await RenewAsync(edge);
        await UntilAsync(edge, now => now.State == "failing");
        Assert.Equal(first, await SerialAsync(edge));

        await acme.StartAgainAsync();
        await RenewAsync(edge);
        await UntilAsync(edge, now => now.State == "waiting");

        Assert.NotEqual(first, await SerialAsync(edge), StringComparer.Ordinal);
        Assert.Equal(1, acme.Accounts);
        await held.SendAsync("GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 ", await held.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(first, ((X509Certificate2)held.Stream.RemoteCertificate!).SerialNumber);
    }

    [Fact]
    public async Task Refuses_a_challenge_handshake_for_what_is_not_being_proved()
    {
        await using var acme = await StandInAcme.StartAsync();
        var refused = new List<bool>();
        SslProtocols? ordinary = null;
        EdgeFixture? fixture = null;
        acme.Before = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/challenge", StringComparison.Ordinal))
            {
                acme.HandshakePort = fixture!.Port;
                refused.Add(await IsRefusedAsync(fixture, "other.example", new SslApplicationProtocol("acme-tls/1")));

                // Two protocols are not exactly the one: an ordinary client, which speaks the other.
                await using var both = await RawTlsClient.ConnectAsync(fixture.Port, WithProtocols(fixture, new("acme-tls/1"), SslApplicationProtocol.Http11));
                ordinary = both.Stream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http11 ? both.Stream.SslProtocol : null;
            }

            return false;
        };
        await using var edge = fixture = await StartAsync(acme);
        await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");

        refused.Add(await IsRefusedAsync(edge, "localhost", new SslApplicationProtocol("acme-tls/1")));

        Assert.Equal([true, true], refused);
        Assert.NotNull(ordinary);
    }

    [Fact]
    public async Task Tells_why_a_name_could_not_be_proved()
    {
        await using var acme = await StandInAcme.StartAsync();
        await using var edge = await StartAsync(acme, before: _ => acme.HandshakePort = 1);

        var status = await UntilAsync(edge, now => now.State == "failing");

        Assert.StartsWith("The ACME server could not prove localhost by tls-alpn-01: no handshake: Connection refused", status.LastError, StringComparison.Ordinal);
        Assert.EndsWith("(incorrectResponse).", status.LastError, StringComparison.Ordinal);
        Assert.Equal(1, status.Failures);
    }

    [Fact]
    public async Task Goes_on_with_its_order_after_an_end_in_the_middle()
    {
        await using var acme = await StandInAcme.StartAsync();
        var reached = new TaskCompletionSource();
        acme.Before = context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/finalize", StringComparison.Ordinal) || reached.Task.IsCompleted)
                return Task.FromResult(false);

            reached.SetResult();
            throw new AcmeRefusalException("serverInternal", "not now", 500);
        };
        await using var edge = await StartAsync(acme);
        await reached.Task.WaitAsync(Deadline.Token());
        await UntilAsync(edge, now => now.State == "failing");

        await RenewAsync(edge);
        await UntilAsync(edge, now => now.NotAfter is not null && now.State == "waiting");

        Assert.Single(acme.Orders);
        Assert.Equal("CN=Stand-in intermediate", await IssuerAsync(edge));
    }

    /// <summary>The edge starts without ACME, so that the server can be told its ports; then the settings ask for it, as an apply would.</summary>
    private static async Task<EdgeFixture> StartAsync(
        StandInAcme acme, bool isHttp = false, Microsoft.Extensions.Logging.ILoggerFactory? loggerFactory = null, Action<EdgeFixture>? before = null)
    {
        EdgeOptions options = null!;
        var edge = await EdgeFixture.StartAsync((made, _) =>
        {
            options = made;
            if (isHttp)
                made.HttpRedirect = new() { Host = "chat.example.org", Listen = new() { Address = "127.0.0.1", Port = 0 } };
        }, loggerFactory: loggerFactory);
        acme.HandshakePort = edge.Port;
        before?.Invoke(edge);
        await File.WriteAllTextAsync(Path.Combine(edge.Environment.Data.Root, "acme-ca.pem"), acme.RootPem);
        var wanted = options with
        {
            Acme = new AcmeOptions
            {
                Directory = acme.Directory,
                Contact = ["mailto:ops@example.org"],
                TermsOfServiceAgreed = true,
                Http01 = isHttp,
                TrustedAuthority = "acme-ca.pem",
            },
        };
        Assert.DoesNotContain(wanted.Validate(Core.Configuration.ConfigPath.Root), problem => !problem.IsWarning);
        var swap = edge.Services.GetRequiredService<ISettingsSwap<EdgeOptions>>();
        await edge.Services.GetRequiredService<SettingsGate>().ExchangeAsync(() => swap.Prepare(wanted, edge.Environment), Deadline.Token());
        return edge;
    }

    private static async Task<AcmeStatus> UntilAsync(EdgeFixture edge, Func<AcmeStatus, bool> isReached)
    {
        using var control = new ControlClient(edge.Environment.Data, EdgeTier.Name);
        for (var token = Deadline.Token(); ;)
        {
            var status = await control.GetAsync(AcmeRoutes.Show, EdgeControlJson.Default.AcmeStatus, token);
            if (isReached(status))
                return status;

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It stays at: {status}");
            }
        }
    }

    /// <summary>Asks for another certificate; returns when that is under way or over.</summary>
    private static async Task RenewAsync(EdgeFixture edge)
    {
        using var control = new ControlClient(edge.Environment.Data, EdgeTier.Name);
        var before = await control.PostAsync(AcmeRoutes.Renew, EdgeControlJson.Default.AcmeStatus, Deadline.Token());
        await UntilAsync(edge, now => now != before && (now.State == "working" || now.Serial != before.Serial || now.Failures != before.Failures));
    }

    private static async Task<string> IssuerAsync(EdgeFixture edge)
    {
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, AnyOfStandIn());
        return client.Stream.RemoteCertificate!.Issuer;
    }

    private static async Task<string> SerialAsync(EdgeFixture edge)
    {
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, AnyOfStandIn());
        return ((X509Certificate2)client.Stream.RemoteCertificate!).SerialNumber;
    }

    /// <summary>Takes whatever names localhost: which one it is, the test looks at.</summary>
    private static SslClientAuthenticationOptions AnyOfStandIn() => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => ((X509Certificate2)certificate!).MatchesHostname("localhost"),
    };

    private static SslClientAuthenticationOptions WithProtocols(EdgeFixture edge, params SslApplicationProtocol[] protocols)
    {
        var tls = edge.Tls();
        tls.ApplicationProtocols = [.. protocols];
        return tls;
    }

    private static async Task<bool> IsRefusedAsync(EdgeFixture edge, string name, SslApplicationProtocol protocol)
    {
        var tls = AnyOfStandIn();
        tls.TargetHost = name;
        tls.ApplicationProtocols = [protocol];
        try
        {
            await using var client = await RawTlsClient.ConnectAsync(edge.Port, tls);
            return false;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return true;
        }
    }

    private static string Subject(EdgeFixture edge, string authority)
    {
        using var certificate = CertificateFiles.LoadCertificate(edge.Folder.Certificate(authority));
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    private static async Task<string> ExchangeAsync(int port, string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port, Deadline.Token());
        await tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Deadline.Token());
        using var reader = new StreamReader(tcp.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync(Deadline.Token());
    }
}
