using System.CommandLine;
using Bulwark.CommandLine;

namespace Bulwark.Tests.CommandLine;

public sealed class BulwarkCommandTests
{
    [Fact]
    public void Every_verb_says_what_it_does_and_takes_data_and_config() =>
        Assert.All(BulwarkCommand.Build().Subcommands.SelectMany(Verbs), verb =>
        {
            Assert.NotEmpty(verb.Description!);
            if (verb.Options.Any(option => option.Name == "--rules"))
                return; // it is about rules that belong to no instance

            Assert.Contains(verb.Options, option => option.Name == "--data");
            Assert.Contains(verb.Options, option => option.Name == "--config");
        });

    [Theory]
    [InlineData("lock", "audit: everybody is let in, and whom verify would refuse is recorded", "loadBalancer.lock.grace", "stays as it is if one is refused")]
    [InlineData("verify", "that of the instance that runs on --data", "risk and n/a are no failure", "the instance of --data")]
    [InlineData("check", "exit 2", "bulwark plan", "warnings do not count")]
    [InlineData("up", "Ctrl+C", "makes the data directory", "all, or those named")]
    [InlineData("pki", "the settings in force", "revoke", "by name or by --serial")]
    public void Says_to_whom_reads_it_for_the_first_time_what_will_happen(string verb, params string[] words)
    {
        using var output = new StringWriter();
        BulwarkCommand.Build().Parse([verb, "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.All(words, word => Assert.Contains(word, output.ToString(), StringComparison.Ordinal));
    }

    private static IEnumerable<Command> Verbs(Command verb) => verb.Subcommands.Count > 0 ? verb.Subcommands.SelectMany(Verbs) : [verb];
}
