using System.Runtime.InteropServices;

namespace Bulwark.Running;

/// <summary>This process.</summary>
internal sealed partial class OwnMemory : IProcessMemory
{
    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public long ResidentBytes => Environment.WorkingSet;

    public void Trim()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            // TLS lives in the C library's heap, one part of it for each thread (malloc_trim(3)).
            _ = TrimNativeHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc: it keeps its memory as it likes.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TrimNativeHeap(nuint pad);
}
