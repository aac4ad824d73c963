using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine;

[Collection(CommandRun.Collection)]
public sealed class CheckVerbTests
{
    [Theory]
    [InlineData("edge")]
    [InlineData("loadBalancer")]
    public async Task Rules_that_do_not_load_are_a_problem_of_the_settings(string tier)
    {
        using var directory = new TemporaryDirectory();
        var rules = Directory.CreateDirectory(directory["rules"]).FullName;
        var file = directory["bulwark.jsonc"];
        var rule = Path.Combine(rules, "own.conf");
        await File.WriteAllTextAsync(rule, "SecRule ARGS \"@rx a\" \"id:1,phase:2,deny\"\nSecRule ARGS \"@nothing a\" \"id:2,phase:2,deny\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, $$"""
            {
              "{{tier}}": { "waf": { "crs": { "folder": "{{rules}}" } } }
            }
            """, TestContext.Current.CancellationToken);

        var broken = await CommandRun.RunAsync("check", "--data", directory["data"], "--config", file);
        await File.WriteAllTextAsync(rule, "SecRule ARGS \"@rx a\" \"id:1,phase:2,deny\"\n", TestContext.Current.CancellationToken);
        var good = await CommandRun.RunAsync("check", "--data", directory["data"], "--config", file);

        Assert.Equal((2, ""), (broken.ExitCode, broken.Output));
        Assert.StartsWith($"{file}:2: {tier}.waf: The rules of the firewall do not load:\n", broken.Error, StringComparison.Ordinal);
        Assert.Contains($"{rule}:2", broken.Error, StringComparison.Ordinal);
        Assert.Equal((0, $"{file}: good\n"), (good.ExitCode, good.Output));
    }
}
