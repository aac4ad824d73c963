using System.Runtime.InteropServices;

namespace Bulwark.Running;

/// <summary>What has to be said to the operating system once, before anything else.</summary>
internal static partial class ProcessSetup
{
    private const int FileSizeExceeded = 25; // SIGXFSZ, signal(7)

    private static PosixSignalRegistration? _fileSizeExceeded;

    public static void Apply()
    {
        // Whatever this process creates, databases and sockets included, is the owner's alone (umask(2)).
        _ = SetMask(0x3F); // 0077

        // A file that may not grow is a failed write to be answered, not a reason to die.
        _fileSizeExceeded = PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, context => context.Cancel = true);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
