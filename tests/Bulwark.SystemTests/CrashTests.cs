using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>What was acknowledged is there after <c>kill -9</c>: every event, exactly once, in order.</summary>
public sealed class CrashTests
{
    private const int Rounds = 10;
    private const int Messages = 1_000;
    private const int Senders = 10;

    [Fact]
    public async Task Every_acknowledged_message_survives_kill_9()
    {
        await using var instance = await BulwarkInstance.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = await SendUntilKilledAsync(instance, round);
            await instance.StartProcessAsync();
            await CheckAsync(instance, round, acknowledged);
        }
    }

    // Each sender sends its messages one after the other, so its acknowledged messages have an order to keep.
    private static async Task<IReadOnlyList<string>> SendUntilKilledAsync(BulwarkInstance instance, int round)
    {
        using var edge = instance.CreateEdgeClient();
        var client = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "sender"));
        var room = await client.RoomIdAsync("red-room");
        var acknowledged = new ConcurrentQueue<string>();
        using var killed = new CancellationTokenSource();
        var killAfter = RandomNumberGenerator.GetInt32(1, Messages);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < Messages / Senders; i++)
            {
                var text = Name(round, sender, i);
                if (!await TrySendAsync(client, room, text, killed.Token))
                    return;

                acknowledged.Enqueue(text);
                if (acknowledged.Count >= killAfter)
                    reached.TrySetResult();
            }
        })).ToList();

        await Task.WhenAny(reached.Task, Task.WhenAll(senders));
        await instance.KillAsync();
        await killed.CancelAsync();
        await Task.WhenAll(senders);
        return [.. acknowledged];
    }

    private static async Task<bool> TrySendAsync(MatrixClient client, string room, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.TrySendAsync(HttpMethod.Put, MatrixClient.SendPath(room, text), MatrixClient.Text(text), cancellationToken);
            return response.IsSuccessStatusCode && JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))?["event_id"] is not null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static async Task CheckAsync(BulwarkInstance instance, int round, IReadOnlyList<string> acknowledged)
    {
        using var edge = instance.CreateEdgeClient();
        var client = await MatrixClient.SignInAsync(edge, await instance.TokenAsync("--user", "sender"));
        var history = (await client.HistoryAsync(await client.RoomIdAsync("red-room"))).Where(body => body.StartsWith($"r{round}-", StringComparison.Ordinal)).ToList();

        Assert.Equal(history.Count, history.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(acknowledged.Except(history, StringComparer.Ordinal));

        // A message may be on disk without an acknowledgement, never the other way round, and never out of its sender's order.
        for (var sender = 0; sender < Senders; sender++)
        {
            var own = history.Where(body => body.StartsWith($"r{round}-s{sender}-", StringComparison.Ordinal)).ToList();
            Assert.Equal(string.Join(' ', Enumerable.Range(0, own.Count).Select(i => Name(round, sender, i))), string.Join(' ', own));
        }
    }

    private static string Name(int round, int sender, int i) => string.Create(CultureInfo.InvariantCulture, $"r{round}-s{sender}-m{i}");
}
