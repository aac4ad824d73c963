using System.Text;
using Bulwark.Proxy.Forwarding;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class Http1ForwarderTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly Uri Path = new("/a%2Fb?c=|", UriKind.Relative);

    [Fact]
    public async Task Sends_the_request_as_it_is_except_what_belongs_to_the_connection()
    {
        string? head = null;
        await using var target = new ScriptedTarget(async connection =>
        {
            head = await connection.NextAsync();
            await connection.SayAsync(Empty);
        });
        await using var door = await Door.StartAsync(target);

        var answer = await door.SendAsync(
            "POST /a%2Fb/../c?d=|%zz HTTP/1.1\r\nX-Own: \u00c3\u00a9\r\nHost: chat.example.org\r\nX-Two: 1\r\nX-Two: 2\r\nCookie: a=1\r\nCookie: b=2\r\n"
            + "Keep-Alive: 1\r\nTE: trailers\r\nExpect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(
            "POST /a%2Fb/../c?d=|%zz HTTP/1.1\r\nHost: chat.example.org\r\nCookie: a=1; b=2\r\nX-Own: \u00c3\u00a9\r\nX-Two: 1, 2\r\nContent-Length: 0\r\n\r\n",
            head);
    }

    [Fact]
    public async Task Parts_reach_the_client_as_they_come()
    {
        var go = new SemaphoreSlim(0);
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var part in (string[])["3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n"])
            {
                await go.WaitAsync(Deadline.Token());
                await connection.SayAsync(part);
            }
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await using var body = await response.Content.ReadAsStreamAsync(Deadline.Token());
        var buffer = new byte[100];
        foreach (var part in (string[])["one", "two", ""])
        {
            go.Release();
            Assert.Equal(part, Encoding.ASCII.GetString(buffer, 0, await body.ReadAsync(buffer, Deadline.Token())));
        }
    }

    [Fact]
    public async Task Gives_each_of_many_its_own_answer()
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            while (await connection.NextAsync() is { } head)
            {
                var id = head.Split(' ')[1];
                await connection.SayAsync($"HTTP/1.1 200 OK\r\nX-Id: {id}\r\nContent-Length: {id.Length}\r\n\r\n{id}");
            }
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        await Parallel.ForAsync(0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 1000, CancellationToken = Deadline.Token() }, async (i, cancellationToken) =>
        {
            using var response = await client.GetAsync(new Uri($"/{i}", UriKind.Relative), cancellationToken);
            Assert.Equal($"/{i}", Assert.Single(response.Headers.GetValues("X-Id")));
            Assert.Equal($"/{i}", await response.Content.ReadAsStringAsync(cancellationToken));
        });

        await door.EndAsync(3000);
        Assert.Equal(target.Count, door.Pool.Idle);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_exchange()
    {
        var arrived = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            arrived.SetResult();
            if (await connection.NextAsync() is null)
                closed.SetResult();
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();
        using var leaving = new CancellationTokenSource();

        var asking = client.GetAsync(Path, leaving.Token);
        await arrived.Task.WaitAsync(Deadline.Token());
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await closed.Task.WaitAsync(Deadline.Token());
        await door.EndAsync(1);
        Assert.Equal(ForwardFault.Client, Assert.Single(door.Faults));
    }
}
