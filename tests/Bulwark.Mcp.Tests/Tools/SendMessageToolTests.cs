using Bulwark.Mcp.Tests.Fakes;

namespace Bulwark.Mcp.Tests.Tools;

public sealed class SendMessageToolTests
{
    private const string Send = "/_matrix/client/v3/rooms/%21a%3Alocalhost/send/m.room.message/";

    [Fact]
    public async Task Sends_the_text_under_the_callers_name_for_it()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Homeserver.Answer($"PUT {Send}mcp.c.order%2F7", """{"event_id":"$1"}""");

        var result = await mcp.ToolAsync("send_message", """{"room":"!a:localhost","text":"héllo \"you\"","txn_id":"order/7"}""");

        Assert.Equal("""{"room_id":"!a:localhost","event_id":"$1"}""", result.GetProperty("content")[0].GetProperty("text").GetString());
        var sent = Assert.Single(mcp.Homeserver.Seen, request => request.Method == "PUT");
        Assert.Equal("Bearer mx-1", sent.Authorization);
        Assert.Equal("""{"body":"héllo \"you\"","msgtype":"m.text"}""", sent.Body);
        Assert.DoesNotContain("héllo", mcp.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_name_is_the_same_transaction_and_no_name_is_a_new_one()
    {
        await using var mcp = await McpInstance.StartAsync();

        foreach (var transaction in new[] { ",\"txn_id\":\"a\"", ",\"txn_id\":\"a\"", ",\"txn_id\":\"..\"", "", "" })
            await mcp.RefusalAsync("send_message", $$"""{"room":"!a:localhost","text":"x"{{transaction}}}""");

        var names = mcp.Homeserver.Seen.Where(request => request.Method == "PUT").Select(request => request.Target[Send.Length..]).ToArray();
        Assert.Equal("mcp.c.a mcp.c.a mcp.c...", string.Join(' ', names[..3]));
        Assert.All(names[3..], name => Assert.Matches("^mcp\\.r\\.[0-9a-f]{32}$", name));
        Assert.NotEqual(names[3], names[4], StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"room":"!a:localhost"}""", "'text' is missing.")]
    [InlineData("""{"room":"!a:localhost","text":""}""", "'text' is missing.")]
    [InlineData("""{"text":"x"}""", "'room' is missing.")]
    [InlineData("""{"room":"!a:localhost","text":["x"]}""", "'text' is not a text.")]
    [InlineData("""{"room":"!a:localhost","text":"x","html":"<b>"}""", "This tool takes only 'room', 'text', 'txn_id'.")]
    public async Task Says_what_is_wrong_with_the_arguments(string arguments, string sentence)
    {
        await using var mcp = await McpInstance.StartAsync();

        Assert.Equal(sentence, await mcp.RefusalAsync("send_message", arguments));
        Assert.Empty(mcp.Homeserver.Seen);
    }

    [Theory]
    [InlineData(32 * 1024, false)]
    [InlineData((32 * 1024) + 1, true)]
    public async Task Takes_32_KiB_of_text_and_no_more(int length, bool refused)
    {
        await using var mcp = await McpInstance.StartAsync();

        var sentence = await mcp.RefusalAsync("send_message", $$"""{"room":"!a:localhost","text":"{{new string('x', length)}}"}""");

        Assert.Equal(refused ? "'text' is longer than 32768 bytes." : "Nothing here (M_NOT_FOUND).", sentence);
    }

    [Fact]
    public async Task Passes_on_that_the_user_may_not_send()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Homeserver.Answer($"PUT {Send}mcp.c.1", """{"errcode":"M_FORBIDDEN","error":"You cannot post here"}""", 403);

        Assert.Equal("You cannot post here (M_FORBIDDEN).", await mcp.RefusalAsync("send_message", """{"room":"!a:localhost","text":"x","txn_id":"1"}"""));
    }
}
