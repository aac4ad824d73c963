using Bulwark.Testing;

namespace Bulwark.Tests.CommandLine.Waf;

[Collection(CommandRun.Collection)]
public sealed class WafSamplesVerbTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Says_where_the_key_would_lie_when_nothing_was_ever_sampled()
    {
        var run = await CommandRun.RunAsync("waf", "samples", "--data", _folder.Path);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(
            $"There is no {_folder["secrets/waf-samples.key"]}: no sample was ever taken ('waf.sample' is 'off' by default), or the key was moved; name it with --key.", run.Error, StringComparison.Ordinal);
    }
}
