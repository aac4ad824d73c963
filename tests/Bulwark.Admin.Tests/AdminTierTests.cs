using System.Net;
using Bulwark.Pki;

namespace Bulwark.Admin.Tests;

public sealed class AdminTierTests
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("HEAD", "/")]
    [InlineData("POST", "/")]
    [InlineData("OPTIONS", "/")]
    [InlineData("GET", "/api/status")]
    [InlineData("POST", "/logout")]
    [InlineData("GET", "/logout")]
    [InlineData("GET", "/link")]
    [InlineData("POST", "/link")]
    [InlineData("GET", "/link/")]
    [InlineData("GET", "/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("DELETE", "/link/x")]
    [InlineData("GET", "/links")]
    [InlineData("POST", "/links")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/favicon.ico")]
    public async Task Tells_a_stranger_nothing_at_all(string method, string path)
    {
        await using var admin = await AdminInstance.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Cookie", "__Host-bulwark-admin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        using var response = await admin.Client().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            "Cache-Control Content-Length Date",
            string.Join(' ', response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Append("Content-Length").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Shows_the_console_to_a_certificate_of_the_admin_CA()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var certificate = admin.Certificate(PkiFolder.AdminClient);

        using var response = await admin.Client(certificate).GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("certificate of bulwark-admin-client", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/API/STATUS", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/status", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/links", HttpStatusCode.NotFound)]
    public async Task Has_no_other_routes(string method, string path, HttpStatusCode expected)
    {
        await using var admin = await AdminInstance.StartAsync();
        using var certificate = admin.Certificate(PkiFolder.AdminClient);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var response = await admin.Client(certificate).SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Logs_every_request_with_who_asked()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var certificate = admin.Certificate(PkiFolder.AdminClient);

        using var known = await admin.Client(certificate).GetAsync("/api/status?x=1", TestContext.Current.CancellationToken);
        using var stranger = await admin.GetAsync("/" + new string('a', 300));
        var lines = admin.Log.Records.Where(record => record.EventId == 7000).Select(record => record.Message).ToArray();

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("Admin request by certificate of bulwark-admin-client: GET /api/status was answered with 200 (request ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"Admin request by a stranger: GET /{new string('a', 199)}… was answered with 404 (request ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listens_on_the_loopback_address_alone()
    {
        await using var admin = await AdminInstance.StartAsync();

        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

        Assert.Equal(IPAddress.Loopback, Assert.Single(listeners, listener => listener.Port == admin.Url.Port).Address);
    }

    [Fact]
    public void Says_which_certificate_is_missing()
    {
        using var directory = new Testing.TemporaryDirectory();
        var environment = Testing.TestEnvironment.Create(directory);

        var e = Assert.Throws<Core.OperatorException>(() => AdminTier.Build(new AdminOptions(), environment));

        Assert.Contains(new PkiFolder(environment.Data).Certificate(PkiFolder.AdminServer), e.Message, StringComparison.Ordinal);
    }
}
