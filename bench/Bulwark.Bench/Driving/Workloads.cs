using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Bulwark.Bench.Driving;

/// <summary>Every workload, through the edge and the lock, as clients see it.</summary>
internal static class Workloads
{
    private const int Callers = 64;
    private const int Senders = 10;
    private const int Syncers = 20;
    private const int Deliveries = 50;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("redirect", target => GetAsync("redirect h1", target, BenchTarget.Http11, "/", HttpStatusCode.Found)),
        new("redirect", target => GetAsync("redirect h2", target, BenchTarget.Http2, "/", HttpStatusCode.Found)),
        new("versions", target => GetAsync("versions h1", target, BenchTarget.Http11, "/_matrix/client/versions", HttpStatusCode.OK)),
        new("versions", target => GetAsync("versions h2", target, BenchTarget.Http2, "/_matrix/client/versions", HttpStatusCode.OK)),
        new("graphql", GraphQLAsync),
        new("send", SendAsync),
        new("deliver", DeliverAsync),
    ];

    private static Task<Figures> GetAsync(string name, BenchTarget target, Version version, string path, HttpStatusCode expected)
    {
        var client = target.CreateClient(version);
        return ClosedLoop.RunAsync($"{name} c{Callers}", target, Callers, async (_, _) =>
        {
            using var response = await client.GetAsync(path);
            if (response.StatusCode != expected)
                throw new InvalidOperationException($"{path} answered {response.StatusCode}");
        });
    }

    private static async Task<Figures> GraphQLAsync(BenchTarget target)
    {
        var client = target.CreateClient(BenchTarget.Http2);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await target.TokenAsync("bench-staff", "staff"));
        var query = new JsonObject { ["query"] = "{ teams(limit: 20, order_by: { name: asc }) { id name } }" }.ToJsonString();
        return await ClosedLoop.RunAsync($"graphql h2 c{Callers}", target, Callers, async (_, _) =>
        {
            using var content = new StringContent(query, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync("/v1/graphql", content);
            if (!(await response.Content.ReadAsStringAsync()).StartsWith("{\"data\":", StringComparison.Ordinal))
                throw new InvalidOperationException("no data");
        });
    }

    private static async Task<Figures> SendAsync(BenchTarget target)
    {
        var client = target.CreateClient(BenchTarget.Http2);
        var senders = await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => ChatUser.SignInAsync(client, target, $"bench-{i}")));
        return await ClosedLoop.RunAsync($"send one room c{Senders}", target, Senders, (caller, i) => senders[caller].SendAsync(i));
    }

    private static async Task<Figures> DeliverAsync(BenchTarget target)
    {
        var client = target.CreateClient(BenchTarget.Http2);
        var sender = await ChatUser.SignInAsync(client, target, "bench-0");
        var syncers = await Task.WhenAll(Enumerable.Range(0, Syncers).Select(i => ChatUser.SignInAsync(client, target, $"bench-s{i}")));
        await Task.WhenAll(syncers.Select(syncer => syncer.CatchUpAsync()));
        var latencies = new List<TimeSpan>();
        var cpu = target.CpuTime();
        var wall = Stopwatch.StartNew();
        for (var i = 0; i < Deliveries; i++)
        {
            var waiting = syncers.Select(syncer => syncer.WaitForMessageAsync()).ToList();

            // Until every one of them waits at the homeserver; the time does not count.
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            var begun = Stopwatch.GetTimestamp();
            var sent = sender.SendAsync(1_000_000_000 + i);
            latencies.AddRange((await Task.WhenAll(waiting)).Select(seen => Stopwatch.GetElapsedTime(begun, seen)));
            await sent;
        }

        return new Figures(string.Create(CultureInfo.InvariantCulture, $"deliver to {Syncers} syncs"), latencies, wall.Elapsed, target.CpuTime() - cpu);
    }
}
