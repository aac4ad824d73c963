using Bulwark.CommandLine;

namespace Bulwark.Tests.CommandLine;

public sealed class BulwarkCommandTests
{
    [Fact]
    public void Every_verb_says_what_it_does_and_takes_data_and_config() =>
        Assert.All(BulwarkCommand.Build().Subcommands.SelectMany(verb => verb.Subcommands.Count > 0 ? verb.Subcommands : [verb]), verb =>
        {
            Assert.NotEmpty(verb.Description!);
            Assert.Contains(verb.Options, option => option.Name == "--data");
            Assert.Contains(verb.Options, option => option.Name == "--config");
        });
}
