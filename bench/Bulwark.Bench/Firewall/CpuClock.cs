using System.Globalization;

namespace Bulwark.Bench.Firewall;

/// <summary>CPU time in nanoseconds, as the scheduler counts it: on a busy machine the only clock that says what work costs.</summary>
internal static class CpuClock
{
    /// <summary>That of the calling thread.</summary>
    public static long OfThread() => Read("/proc/thread-self/schedstat");

    /// <summary>That of the processes and their children, all threads.</summary>
    public static long Of(IEnumerable<int> processes) =>
        processes.SelectMany(id => Directory.EnumerateDirectories($"/proc/{id}/task")).Sum(task => Read(Path.Combine(task, "schedstat")));

    private static long Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            return long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // a thread that ended between being listed and being read
        }
    }
}
