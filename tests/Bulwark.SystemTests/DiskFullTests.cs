using System.Diagnostics;
using System.Net;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>A disk without room refuses the send; what was sent stays, and the process lives.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task Refuses_the_send_and_lives_on()
    {
        await using var instance = BulwarkInstance.Create();

        // The kernel's limit on the size of a file stands in for a full disk: the database's log cannot grow past it.
        await instance.StartProcessAsync(start => Limit(start, bytes: 4 * 1024 * 1024));
        using var edge = instance.CreateEdgeClient();
        var client = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "alice"));
        var room = await client.RoomIdAsync("red-room");
        var sent = new List<string>();
        (HttpStatusCode Status, string Body)? refusal = null;
        for (var i = 0; i < 400 && refusal is null; i++)
        {
            var text = $"{i}-{new string('x', 40_000)}";
            using var response = await client.TrySendAsync(HttpMethod.Put, MatrixClient.SendPath(room, $"t{i}"), MatrixClient.Text(text), TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode)
                sent.Add(text);
            else
                refusal = (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal?.Status);
        Assert.Contains("storage", refusal?.Body, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(sent);
        Assert.Equal(sent, await client.HistoryAsync(room));
    }

    private static ProcessStartInfo Limit(ProcessStartInfo start, long bytes)
    {
        var limited = new ProcessStartInfo("prlimit") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { $"--fsize={bytes}", "--", start.FileName }.Concat(start.ArgumentList))
            limited.ArgumentList.Add(argument);

        // The runtime keeps compiled code in a file of its own in memory, which the limit would hit before the database.
        limited.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        return limited;
    }
}
