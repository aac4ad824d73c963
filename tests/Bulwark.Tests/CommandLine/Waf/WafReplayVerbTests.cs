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
