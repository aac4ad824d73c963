using Bulwark.Running;
using Microsoft.Extensions.Logging;

namespace Bulwark.Tests.Running;

public sealed class ProgramLogTests
{
    [Theory]
    [InlineData("Bulwark.Edge", LogLevel.Information, true)]
    [InlineData("Bulwark.Edge", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Information, false)]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error, true)]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Warning, false)]
    public void Writes_what_an_operator_can_act_upon(string category, LogLevel level, bool isWritten)
    {
        using var log = new ProgramLog(LogFormat.Text);
        log.Started();

        Assert.Equal(isWritten, log.Factory.CreateLogger(category).IsEnabled(level));
    }
}
