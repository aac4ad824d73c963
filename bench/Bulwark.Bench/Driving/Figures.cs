using System.Globalization;

namespace Bulwark.Bench.Driving;

/// <summary>What one workload showed.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Latencies">One time for each operation that was answered as it should be.</param>
/// <param name="Wall">How long it ran.</param>
/// <param name="Cpu">CPU time of the instance meanwhile, all tiers together.</param>
internal sealed record Figures(string Name, IReadOnlyList<TimeSpan> Latencies, TimeSpan Wall, TimeSpan Cpu)
{
    public const string Header = "workload                     ops      per s   p50 ms   p99 ms   CPU us/op";

    public override string ToString()
    {
        var sorted = Latencies.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name,-24} {sorted.Length,7} {sorted.Length / Wall.TotalSeconds,10:0} {At(sorted, 0.5),8:0.00} {At(sorted, 0.99),8:0.00} {Cpu.TotalMicroseconds / sorted.Length,11:0}");
    }

    private static double At(TimeSpan[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))].TotalMilliseconds;
}
