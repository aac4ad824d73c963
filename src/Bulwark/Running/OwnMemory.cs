using System.Runtime.InteropServices;
using Bulwark.Core.Memory;

namespace Bulwark.Running;

/// <summary>This process.</summary>
/// <param name="blocks">What its servers keep for later.</param>
internal sealed partial class OwnMemory(BlockPools blocks) : IProcessMemory
{
    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public long ResidentBytes => Environment.WorkingSet;

    public void Trim()
    {
        blocks.LetGo();
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
