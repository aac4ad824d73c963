using Bulwark.Waf;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>What could not be looked at does not count as harmless.</summary>
public sealed class UnseenTests
{
    private const string Close = "Host: a\r\nConnection: close\r\n";
    private static readonly string Many = string.Concat(Enumerable.Repeat("a&", 10_001));

    public static TheoryData<string, string> Requests => new()
    {
        { $"GET /?{Many}q=attack HTTP/1.1\r\n{Close}\r\n", "arguments" },
        { $"POST / HTTP/1.1\r\n{Close}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Many.Length + 8}\r\n\r\n{Many}q=attack", "arguments" },
        { $"GET /?{new string('x', 2000)}=1&q=attack HTTP/1.1\r\n{Close}\r\n", "budget" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Is_refused_when_the_mode_is_block(string request, string reason)
    {
        await using var rig = await StartAsync(reason, blocks: true);

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", await rig.SendAsync(request), StringComparison.Ordinal);
        Assert.Empty(rig.Backend.Requests);
        var line = Assert.Single(await rig.LogAsync());
        Assert.Equal(("block", reason), (line.GetProperty("action").GetString(), line.GetProperty("incomplete").GetString()));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Is_told_when_the_mode_is_count(string request, string reason)
    {
        await using var rig = await StartAsync(reason, blocks: false);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await rig.SendAsync(request), StringComparison.Ordinal);
        var line = Assert.Single(await rig.LogAsync());
        Assert.Equal(("count", reason), (line.GetProperty("action").GetString(), line.GetProperty("incomplete").GetString()));
    }

    [Fact]
    public async Task Many_arguments_that_were_looked_at_are_no_reason()
    {
        await using var rig = await ServedRig.StartAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await rig.SendAsync($"GET /?{Many[..^4]} HTTP/1.1\r\n{Close}\r\n"), StringComparison.Ordinal);
        Assert.Equal("pass", Assert.Single(await rig.LogAsync()).GetProperty("action").GetString());
    }

    [Theory]
    [InlineData(true, "HTTP/1.1 503 Service Unavailable", "block")]
    [InlineData(false, "HTTP/1.1 200 OK", "count")]
    public async Task An_answer_that_there_is_no_memory_for_is_no_harmless_one(bool blocks, string status, string action)
    {
        await using var rig = await ServedRig.StartAsync(_ => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 50000\r\n\r\n{new string('x', 50_000)}", blocks, mostHeldBytes: 10_000);

        Assert.StartsWith(status, await rig.SendAsync($"GET / HTTP/1.1\r\n{Close}\r\n"), StringComparison.Ordinal);
        var line = Assert.Single(await rig.LogAsync());
        Assert.Equal((action, "memory"), (line.GetProperty("action").GetString(), line.GetProperty("incomplete").GetString()));
    }

    private static Task<ServedRig> StartAsync(string reason, bool blocks) =>
        ServedRig.StartAsync(blocks: blocks, limits: reason == "budget" ? new WafOptions { Budget = 1000, BudgetPerByte = 0 } : null);
}
