using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Pki;

namespace Bulwark.Admin.Tests.Listener;

public sealed class AdminHandshakeTests
{
    [Theory]
    [InlineData(PkiFolder.EdgeClient, ClientCertificateReason.Untrusted)]
    [InlineData(PkiFolder.Edge, ClientCertificateReason.Untrusted)]
    [InlineData(PkiFolder.EdgeServer, ClientCertificateReason.Untrusted)]
    [InlineData(PkiFolder.AdminServer, ClientCertificateReason.MissingClientAuthEku)]
    public async Task Sends_away_the_instances_other_certificates(string name, ClientCertificateReason reason)
    {
        await using var admin = await AdminInstance.StartAsync();
        using var certificate = admin.Certificate(name);

        await RefusedAsync(admin, certificate, reason);
    }

    [Fact]
    public async Task Sends_away_a_certificate_of_somebody_elses_CA_of_the_same_name()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var ours = CertificateFiles.LoadCertificate(admin.Folder.Certificate(PkiFolder.AdminCa));
        using var theirs = CertificateAuthority.Create(ours.GetNameInfo(X509NameType.SimpleName, forIssuer: false), TimeProvider.System);
        using var certificate = theirs.IssueClient("bulwark-admin-client");

        await RefusedAsync(admin, certificate, ClientCertificateReason.Untrusted);
    }

    [Fact]
    public async Task Sends_away_an_expired_certificate()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var authority = TestPki.Open(PkiFolder.AdminCa);
        using var certificate = authority.IssueClient("for-an-hour", TimeSpan.FromHours(1));
        using (var response = await admin.Client(certificate).GetAsync("/", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        admin.Time.Advance(TimeSpan.FromHours(2));

        await RefusedAsync(admin, certificate, ClientCertificateReason.Expired);
    }

    [Fact]
    public async Task A_refused_certificate_is_not_made_good_by_a_session()
    {
        await using var admin = await AdminInstance.StartAsync();
        var cookie = await admin.SignInAsync();
        using var certificate = admin.Certificate(PkiFolder.EdgeClient);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);

        await Assert.ThrowsAsync<HttpRequestException>(() => admin.Client(certificate).SendAsync(request, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Speaks_no_plain_HTTP()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(admin.Url.Host, admin.Url.Port, TestContext.Current.CancellationToken);

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {admin.Url.Authority}\r\n\r\n"), TestContext.Current.CancellationToken);
        var answer = new byte[100];
        var length = await socket.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("HTTP/", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(AdminInstance admin, X509Certificate2 certificate, ClientCertificateReason reason)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => admin.Client(certificate).GetAsync("/", TestContext.Current.CancellationToken));

        Assert.All(admin.Log.Records.Where(record => record.EventId == 7001), record => Assert.Contains($" refused: {reason} (", record.Message, StringComparison.Ordinal));
        Assert.Contains(admin.Log.Records, record => record.EventId == 7001);
    }
}
