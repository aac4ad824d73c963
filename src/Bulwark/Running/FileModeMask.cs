using System.Runtime.InteropServices;

namespace Bulwark.Running;

/// <summary>Whatever this process creates, databases and sockets included, is the owner's alone (umask(2)).</summary>
internal static partial class FileModeMask
{
    public static void CloseToOthers() => _ = SetMask(0x3F); // 0077

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
