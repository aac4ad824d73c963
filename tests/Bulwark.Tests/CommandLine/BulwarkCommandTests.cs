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
            Assert.Contains(verb.Options, option => option.Name == "--data");
            Assert.Contains(verb.Options, option => option.Name == "--config");
        });

    private static IEnumerable<Command> Verbs(Command verb) => verb.Subcommands.Count > 0 ? verb.Subcommands.SelectMany(Verbs) : [verb];
}
