using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bulwark.Running;

/// <summary>What has to be said to the operating system once, before anything else.</summary>
internal static partial class ProcessSetup
{
    private const int FileSizeExceeded = 25; // SIGXFSZ, signal(7)

    private static readonly List<SafeFileHandle> Closed = [];

    private static PosixSignalRegistration? _fileSizeExceeded;

    public static void Apply()
    {
        // Whatever this process creates, databases and sockets included, is the owner's alone (umask(2)).
        _ = SetMask(0x3F); // 0077

        KeepStandardStreams();

        // A file that may not grow is a failed write to be answered, not a reason to die.
        _fileSizeExceeded = PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, context => context.Cancel = true);
    }

    /// <summary>
    /// Whoever starts us with a standard stream closed must not get what is meant for it into the first file or connection that is opened: the number stays taken, by something that
    /// cannot be written to.
    /// </summary>
    private static void KeepStandardStreams()
    {
        const int standardError = 2;
        while (true)
        {
            var handle = File.OpenHandle("/dev/null", share: FileShare.ReadWrite);
            if (handle.DangerousGetHandle() > standardError)
            {
                handle.Dispose();
                return;
            }

            Closed.Add(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
