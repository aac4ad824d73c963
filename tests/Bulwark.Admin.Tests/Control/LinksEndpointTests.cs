using Bulwark.Core;

namespace Bulwark.Admin.Tests.Control;

public sealed class LinksEndpointTests
{
    [Fact]
    public async Task Says_when_too_many_links_were_made()
    {
        await using var admin = await AdminInstance.StartAsync();
        for (var i = 0; i < 20; i++)
            await admin.CreateLinkAsync();

        var e = await Assert.ThrowsAsync<OperatorException>(admin.CreateLinkAsync);

        Assert.Equal("20 links were made within five minutes. Use one of them, or wait.", e.Message);
    }

    [Fact]
    public async Task Logs_for_whom_a_link_was_made()
    {
        await using var admin = await AdminInstance.StartAsync();

        var link = await admin.CreateLinkAsync();

        var line = Assert.Single(admin.Log.Records, record => record.EventId == 7002).Message;
        Assert.Contains($"ProcessId = {Environment.ProcessId}", line, StringComparison.Ordinal);
        Assert.Equal("***", link.ToString());
    }
}
