using System.Net;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>Rules in the settings of real processes: what does not load changes nothing, and starts nothing.</summary>
public sealed class FirewallRulesTests
{
    private const string Good = """
        {
          "edge": { "waf": { "rules": [
            { "name": "closed", "priority": 1, "action": { "kind": "block", "status": 418 },
              "statement": { "byteMatch": { "field": { "kind": "uriPath" }, "searchString": "/closed", "position": "startsWith" } } }
          ] } }
        }
        """;

    [Fact]
    public async Task Rules_that_do_not_load_leave_those_in_force_that_do()
    {
        await using var instance = await BulwarkInstance.StartAsync(Good);
        using var client = instance.CreateEdgeClient();
        client.DefaultRequestHeaders.Add("User-Agent", "Element/1.11");
        var file = Path.Combine(instance.Data, "bulwark.jsonc");
        Assert.Equal((HttpStatusCode)418, await AskAsync(client));
        Assert.Contains("closed", (await instance.VerbAsync("waf", "status", "--tier", "edge")).Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, Good.Replace("\"uriPath\"", "\"singleHeader\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var broken = $"{file}:4: edge.waf.rules[0].statement.byteMatch.field.name is missing: SingleHeader needs the name\n";
        var (check, plan, apply) = (await instance.VerbAsync("check"), await instance.VerbAsync("plan"), await instance.VerbAsync("apply"));

        Assert.Equal((2, broken), (check.ExitCode, check.Error));
        Assert.Equal((2, broken), (plan.ExitCode, plan.Error));
        Assert.Equal((2, $"{broken}bulwark: Nothing was changed: revision 1 stays in force.\n"), (apply.ExitCode, apply.Error));
        Assert.Equal((HttpStatusCode)418, await AskAsync(client));

        var rules = Path.Combine(instance.Data, "rules");
        await File.WriteAllTextAsync(file, CoreRuleSet(rules), TestContext.Current.CancellationToken);
        var unloadable = await instance.VerbAsync("check");
        var refused = await instance.VerbAsync("apply");

        Assert.Equal((2, ""), (unloadable.ExitCode, unloadable.Output));
        Assert.Contains($"{rules}/own.conf:2", unloadable.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"{rules}/own.conf:2", refused.Error, StringComparison.Ordinal);
        Assert.Contains("revision 1 stays in force", refused.Error, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)418, await AskAsync(client));

        await File.WriteAllTextAsync(file, Good.Replace("418", "410", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await instance.VerbAsync("apply")).ExitCode);
        Assert.Equal(HttpStatusCode.Gone, await AskAsync(client));
    }

    [Fact]
    public async Task A_start_refuses_rules_that_do_not_load()
    {
        await using var instance = BulwarkInstance.Create(Good.Replace("418", "99", StringComparison.Ordinal));
        var file = Path.Combine(instance.Data, "bulwark.jsonc");

        var own = await instance.VerbAsync(instance.UpArguments[0], "--port-offset", instance.UpArguments[^1]);
        Assert.Equal((2, $"{file}:3: edge.waf.rules[0].action.status 99 is no status from 200 to 599\n"), (own.ExitCode, own.Error));

        var rules = Path.Combine(instance.Data, "rules");
        await File.WriteAllTextAsync(file, CoreRuleSet(rules), TestContext.Current.CancellationToken);
        var start = await instance.VerbAsync(instance.UpArguments[0], "--port-offset", instance.UpArguments[^1]);

        Assert.Equal(1, start.ExitCode);
        Assert.DoesNotContain("ready", start.Output, StringComparison.Ordinal);
        Assert.Contains($"{rules}/own.conf:2", start.Error, StringComparison.Ordinal);
    }

    private static string CoreRuleSet(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "own.conf"), "SecRule ARGS \"@rx a\" \"id:1,phase:2,deny\"\nSecRule ARGS \"@nothing a\" \"id:2,phase:2,deny\"\n");
        return $$"""{ "edge": { "waf": { "crs": { "folder": "{{folder}}" } } } }""";
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/closed", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
