using System.Diagnostics;

namespace Bulwark.Bench.Driving;

/// <summary>A number of callers that each send the next request when the last is answered, for a while after a warm-up.</summary>
internal static class ClosedLoop
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);

    public static async Task<Figures> RunAsync(string name, BenchTarget target, int callers, Func<int, int, Task> operation)
    {
        var next = 0;
        await ForAsync(WarmUp, callers, caller => operation(caller, Interlocked.Increment(ref next)));
        var cpu = target.CpuTime();
        var wall = Stopwatch.StartNew();
        var latencies = await ForAsync(Measured, callers, caller => operation(caller, Interlocked.Increment(ref next)));
        return new Figures(name, latencies, wall.Elapsed, target.CpuTime() - cpu);
    }

    private static async Task<IReadOnlyList<TimeSpan>> ForAsync(TimeSpan duration, int callers, Func<int, Task> operation)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var latencies = new List<TimeSpan>();
            while (clock.Elapsed < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                await operation(caller);
                latencies.Add(Stopwatch.GetElapsedTime(begun));
            }

            return latencies;
        })));
        return [.. all.SelectMany(latencies => latencies)];
    }
}
