namespace Bulwark.Tests.CommandLine.Waf;

[Collection(CommandRun.Collection)]
public sealed class WafServeVerbTests
{
    [Theory]
    [InlineData("X\r\nY")]
    [InlineData("X Y")]
    [InlineData("X:")]
    [InlineData("\u00C9")]
    [InlineData("")]
    public async Task Refuses_an_ID_header_that_no_header_could_be(string name)
    {
        var run = await CommandRun.RunAsync("waf", "serve", "--listen", "http://127.0.0.1:0", "--upstream", "http://127.0.0.1:9", "--rules", "/nowhere", "--log-id-header", name);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--log-id-header takes the name of a header.", run.Error, StringComparison.Ordinal);
    }
}
