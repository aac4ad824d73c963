using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bulwark.Core.Hosting;

/// <summary>
/// Writes the names of a folder to the disk. A file's content is there after its own flush, but that it has a new name, or a name at all, is content of the folder: without this a power
/// failure can bring the old file back, and with it a certificate that was revoked.
/// </summary>
internal static partial class FolderSync
{
    /// <summary><c>O_RDONLY | O_CLOEXEC</c> of Linux (open(2)).</summary>
    private const int ReadOnly = 0x80000;

    /// <summary><c>EINVAL</c>: the file system has nothing to flush for a folder (fsync(2)).</summary>
    private const int NotSupported = 22;

    /// <summary>A test sees by it which folders were flushed.</summary>
    internal static AsyncLocal<Action<string>?> Flushed { get; } = new();

    /// <exception cref="IOException">The disk says no.</exception>
    public static void Flush(string folder)
    {
        using var handle = Open(folder, ReadOnly);
        if (handle.IsInvalid || (Synchronize(handle) != 0 && Marshal.GetLastPInvokeError() != NotSupported))
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");

        Flushed.Value?.Invoke(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(SafeFileHandle handle);
}
