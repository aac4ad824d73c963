using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.Bench;

/// <summary>What one decision of the rate limiter costs: time and memory, by the number of keys and of threads.</summary>
internal static class RateLimitBench
{
    public const string Name = "rate-limit";

    private const int Decisions = 2_000_000;
    private const int Rounds = 5;

    public static int Run()
    {
        Console.WriteLine("| rules | keys | threads | ns per decision (best, median of 5) | decisions per s | bytes per decision |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var (name, options) in (IEnumerable<(string, RateLimitOptions)>)[("one, by address", OneRule()), ("those by default", new RateLimitOptions())])
        {
            foreach (var keys in (int[])[1, 1_000, 1_000_000])
            {
                foreach (var threads in (int[])[1, 2])
                    Measure(name, options, keys, threads);
            }
        }

        return 0;
    }

    private static void Measure(string name, RateLimitOptions options, int keys, int threads)
    {
        var clients = Enumerable.Range(0, keys).Select(Client).ToArray();
        var environment = new TierEnvironment
        {
            Data = new DataDirectory(Path.GetTempPath()),
            LoggerFactory = NullLoggerFactory.Instance,
            Time = TimeProvider.System,
            PublicUrl = "https://localhost:8443",
            Issuer = "https://localhost:8443/local_bulwark",
        };
        using var counters = new RateLimitCounters("edge", environment.Time);
        using var limiter = new RateLimiter(options, environment, counters);
        Judge(limiter, clients, threads, Math.Max(keys, Decisions / 4));

        // Where the addresses are made, they are in the cache of the core; here they are fetched from all over memory, which is no work of the limiter.
        var walk = Judge(limiter: null, clients, threads, Decisions).Elapsed;

        var times = new List<double>();
        double bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (elapsed, allocated) = Judge(limiter, clients, threads, Decisions);
            times.Add((elapsed - walk).TotalNanoseconds * threads / Decisions);
            bytes = Math.Max(bytes, (double)allocated / Decisions);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {keys:N0} | {threads} | {times[0]:N0}, {times[Rounds / 2]:N0} | {threads * 1e9 / times[Rounds / 2]:N0} | {bytes:N2} |"));
    }

    /// <summary>Shares so many decisions among the threads; each goes through the clients in an order of its own.</summary>
    private static (TimeSpan Elapsed, long Allocated) Judge(RateLimiter? limiter, ClientAddress[] clients, int threads, int decisions)
    {
        var allocated = new long[threads];
        using var start = new Barrier(threads + 1);
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            var context = new DefaultHttpContext();
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/_matrix/client/v3/sync?timeout=30000&since=s1";
            context.Request.Method = "GET";
            context.Request.Host = new HostString("localhost", 8443);
            context.Features.Set(clients[0]);
            start.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var place = number * 7919;
            var bits = 0;
            for (var i = 0; i < decisions / threads; i++)
            {
                place = (place + 7919) % clients.Length;
                context.Features.Set(clients[place]);
                if (limiter is null)
                    bits += ClientAddress.Of(context).GetHashCode();
                else
                    limiter.Judge(context, out _);
            }

            GC.KeepAlive(bits);
            allocated[number] = GC.GetAllocatedBytesForCurrentThread() - before;
        })).ToList();
        workers.ForEach(worker => worker.Start());
        start.SignalAndWait();
        var watch = Stopwatch.StartNew();
        workers.ForEach(worker => worker.Join());
        return (watch.Elapsed, allocated.Sum());
    }

    private static ClientAddress Client(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (10 << 24) + number);
        return ClientAddress.OfPeer(new IPAddress(bytes));
    }

    private static RateLimitOptions OneRule() => new() { Rules = [new() { Name = "all", Period = TimeSpan.FromMinutes(10), RequestsPerPeriod = 500_000, Action = RateLimitAction.Count }] };
}
