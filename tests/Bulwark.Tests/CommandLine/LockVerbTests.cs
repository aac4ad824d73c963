using Bulwark.CommandLine;

namespace Bulwark.Tests.CommandLine;

public sealed class LockVerbTests
{
    [Theory]
    [InlineData("lock")]
    [InlineData("lock off")]
    [InlineData("lock audit --listener canary")]
    [InlineData("lock verify --now --force --json")]
    public void Takes_a_mode_or_none(string line) => Assert.Empty(BulwarkCommand.Build().Parse(line).Errors);

    [Theory]
    [InlineData("lock open")]
    [InlineData("lock 1")]
    [InlineData("lock Verify")]
    [InlineData("lock off verify")]
    public void Takes_nothing_else(string line) => Assert.NotEmpty(BulwarkCommand.Build().Parse(line).Errors);
}
