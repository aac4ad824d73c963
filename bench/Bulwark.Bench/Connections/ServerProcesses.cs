using System.Globalization;

namespace Bulwark.Bench.Connections;

/// <summary>The processes of a server under measurement, with their children.</summary>
internal sealed class ServerProcesses(IReadOnlyList<int> roots)
{
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>CPU time that they have used, in microseconds.</summary>
    public double CpuMicroseconds => All().Sum(id =>
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) * MicrosecondsPerTick;
    });

    /// <summary>Memory that is theirs: proportional set size, in KiB.</summary>
    public double MemoryKiB => All().Sum(id => Number(File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));

    public static ServerProcesses Parse(IEnumerable<string> ids) => new([.. ids.Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);

    private IEnumerable<int> All() => roots.Concat(roots.SelectMany(Children));

    private static IEnumerable<int> Children(int id) =>
        File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
