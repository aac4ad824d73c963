using System.Globalization;
using System.Runtime.InteropServices;

namespace Bulwark.Bench.Firewall;

/// <summary>CPU time in nanoseconds, as the scheduler counts it: on a busy machine the only clock that says what work costs.</summary>
internal static partial class CpuClock
{
    /// <summary><c>CLOCK_THREAD_CPUTIME_ID</c> (clock_gettime(2)).</summary>
    private const int ThreadCpuTime = 3;

    /// <summary>That of the calling thread, up to this moment. What <c>/proc</c> says of a thread that runs is as old as its last tick, up to 4 ms.</summary>
    public static long OfThread() => GetTime(ThreadCpuTime, out var time) == 0
        ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds
        : throw new IOException($"The clock cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");

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

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
