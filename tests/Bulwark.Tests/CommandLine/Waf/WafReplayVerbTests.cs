using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine.Waf;

[Collection(CommandRun.Collection)]
public sealed class WafReplayVerbTests
{
    [Fact]
    public async Task Prints_a_table_without_values()
    {
        using var folder = new TemporaryDirectory();
        var (rules, file) = Write(folder.Path);

        var run = await CommandRun.RunAsync("waf", "replay", file, "--rules", rules);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            rule  group  hits  would block  examples
            9     -      1     1            #2 ARGS:q??[2J

            2 requests: rules matched 1, and would refuse 1 if they did block.

            """,
            run.Output);
    }

    [Fact]
    public async Task Answers_in_JSON()
    {
        using var folder = new TemporaryDirectory();
        var (rules, file) = Write(folder.Path);

        var run = await CommandRun.RunAsync("waf", "replay", file, "--rules", rules, "--values", "--json");

        Assert.Contains("""{"requests":2,"skipped":0,"matched":1,"wouldBlock":1,"budgetExceeded":0,"rules":[{"group":null,"rule":"9","hits":1,"wouldBlock":1,"examples":[{"request":2,""", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"attack\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_the_groups_of_the_program_when_no_rules_are_named()
    {
        using var folder = new TemporaryDirectory();
        var (_, file) = Write(folder.Path);

        var run = await CommandRun.RunAsync("waf", "replay", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("core", run.Output, StringComparison.Ordinal); // neither request has a User-Agent
    }

    [Fact]
    public async Task Asks_the_rules_in_force_and_not_those_of_a_file_that_was_edited_since()
    {
        using var folder = new TemporaryDirectory();
        var (_, file) = Write(folder.Path);
        var data = new DataDirectory(Path.Combine(folder.Path, "d"));
        PutIntoForce(data, Settings("attack"));
        await File.WriteAllTextAsync(data.ConfigFile, Settings("fine"), TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync("waf", "replay", file, "--data", data.Root);

        Assert.Equal((0, $"bulwark: Going by revision 1, which is in force; {data.ConfigFile} differs from it.\n"), (run.ExitCode, run.Error));
        Assert.Contains("no-attack  -      1     1            #2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_proposed_settings_change()
    {
        using var folder = new TemporaryDirectory();
        var (_, file) = Write(folder.Path);
        var (inForce, proposed) = (Path.Combine(folder.Path, "now.jsonc"), Path.Combine(folder.Path, "next.jsonc"));
        await File.WriteAllTextAsync(inForce, Settings("attack"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(proposed, Settings("fine"), TestContext.Current.CancellationToken);
        string[] arguments = ["waf", "replay", file, "--data", folder.Path, "--config", inForce, "--proposed", proposed];

        var run = await CommandRun.RunAsync(arguments);
        var json = await CommandRun.RunAsync([.. arguments, "--json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            rule       group  hits in force  hits proposed  newly refused  no longer refused  examples
            no-attack  -      1              0              0              1                  #2
            no-fine    -      0              1              1              0                  #1

            2 requests: those in force refuse 1, the proposed 1: 1 newly refused, 1 no longer refused.

            """,
            run.Output);
        Assert.Contains(
            """{"group":null,"rule":"no-fine","hitsInForce":0,"hitsProposed":1,"newlyRefused":1,"noLongerRefused":0,"examples":[1]}""", json.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--proposed", "other.jsonc")]
    [InlineData("--tier", "edge")]
    public async Task Rules_that_stand_by_themselves_have_no_settings(string option, string value)
    {
        using var folder = new TemporaryDirectory();
        var (rules, file) = Write(folder.Path);

        var run = await CommandRun.RunAsync("waf", "replay", file, "--rules", rules, option, value);

        Assert.Equal((1, "bulwark: --proposed and --tier are about the settings of an instance and do not go with --rules.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Proposed_settings_that_are_wrong_are_told_like_check_does()
    {
        using var folder = new TemporaryDirectory();
        var (_, file) = Write(folder.Path);
        var proposed = Path.Combine(folder.Path, "next.jsonc");
        await File.WriteAllTextAsync(proposed, """{ "hostz": [] }""", TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync("waf", "replay", file, "--data", folder.Path, "--proposed", proposed);

        Assert.Equal((2, $"{proposed}:1: hostz is not a setting; did you mean 'hosts'?\n"), (run.ExitCode, run.Error));
    }

    private static void PutIntoForce(DataDirectory data, string settings)
    {
        Directory.CreateDirectory(data.Revisions);
        var revisions = new RevisionFolder(data);
        using var held = RevisionLock.TryAcquire(revisions)!;
        revisions.Write(held, 1, Encoding.UTF8.GetBytes(settings));
        revisions.Append(held, new RevisionEvent { Number = 1, Step = RevisionStep.InForce, Time = DateTimeOffset.UnixEpoch, Cause = RevisionCause.Start });
    }

    private static string Settings(string word) => $$"""
        {
          "edge": { "waf": { "groups": { "core": "off" }, "rules": [
            { "name": "no-{{word}}", "priority": 1, "action": { "kind": "block" },
              "statement": { "byteMatch": { "field": { "kind": "queryString" }, "searchString": "{{word}}", "position": "contains" } } }
          ] } }
        }
        """;

    private static (string Rules, string File) Write(string folder)
    {
        var rules = Path.Combine(folder, "rules");
        Directory.CreateDirectory(rules);
        File.WriteAllText(Path.Combine(rules, "own.conf"), """SecRule ARGS "@streq attack" "id:9,phase:2,deny,log" """);
        var file = Path.Combine(folder, "traffic.jsonl");
        File.WriteAllText(file, """
            {"method":"GET","url":"/?q=fine"}
            {"method":"GET","url":"/?q%1b%C2%9B[2J=attack"}
            """);
        return (rules, file);
    }
}
