using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bulwark.Core.Hosting;

/// <summary>A small file that only its owner may read: a key, a secret. Written whole or not at all.</summary>
public static partial class PrivateFile
{
    /// <summary>Ending of a file that <see cref="Replace"/> is writing. One that is left belongs to a process that died.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary><c>EEXIST</c>: the name is taken (link(2)).</summary>
    private const int AlreadyExists = 17;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Writes the file (0600) unless it is there. Of two processes that try at once one wins, and both read what the winner wrote: the content
    /// is on disk under another name before it gets its own, and a name that is taken is never taken over.
    /// </summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public static void CreateIfMissing(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path))
            return;

        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        try
        {
            Write(draft, content);

            // File.Move looks whether the name is free and then renames, and between the two another process may take it. A link is one step.
            if (Link(draft, path) != 0 && Marshal.GetLastPInvokeError() != AlreadyExists)
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());

            FolderSync.Flush(FolderOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file {path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    /// <summary>
    /// Puts a new file (0600), or a new content, in place: readers see the old one or the whole new one. One process at a time may do this to a file; it holds
    /// a lock of its own. On disk when this returns, its name too.
    /// </summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + TemporaryEnding;
        try
        {
            File.Delete(draft);
            Write(draft, content);
            Rename(draft, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives a whole file that is ready in the same folder its name, in the place of whatever has it. It survives a power failure from then on.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Rename(string ready, string path)
    {
        File.Move(ready, path, overwrite: true);
        FolderSync.Flush(FolderOf(path));
    }

    /// <summary>
    /// Adds to the end of a file (0600), on disk when this returns. What a process that died half-way left behind, a piece without its line end, is cut off first.
    /// One process at a time may do this to a file; it holds a lock of its own.
    /// </summary>
    /// <param name="path">The file; made when it is missing.</param>
    /// <param name="line">A text without a line end.</param>
    /// <exception cref="OperatorException">The file cannot be written.</exception>
    public static void AppendLine(string path, ReadOnlySpan<byte> line)
    {
        try
        {
            var isNew = !File.Exists(path);
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = OwnerOnly,
            });
            file.SetLength(WholeLines(file));
            file.Seek(0, SeekOrigin.End);
            file.Write([.. line, (byte)'\n']);
            file.Flush(flushToDisk: true);
            if (isNew)
                FolderSync.Flush(FolderOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="OperatorException">It is missing, cannot be read, or others than its owner may open it.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            // The mode is asked of the open file: under its name another one could lie a moment later.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Refuse(path, File.GetUnixFileMode(file.SafeFileHandle));
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Checks the permissions without reading the file.</summary>
    /// <exception cref="OperatorException">Others than its owner may open it.</exception>
    public static void CheckMode(string path) => Refuse(path, File.GetUnixFileMode(path));

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void Refuse(string path, UnixFileMode mode)
    {
        if ((mode & Others) == UnixFileMode.None)
            return;

        throw new OperatorException(string.Create(
            CultureInfo.InvariantCulture,
            $"The file {path} is open to other users (mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')}). Close it with: chmod 600 {path}"));
    }

    // How many bytes the lines have that end in a line end.
    private static long WholeLines(FileStream file)
    {
        for (var length = file.Length; length > 0; length--)
        {
            file.Position = length - 1;
            if (file.ReadByte() == '\n')
                return length;
        }

        return 0;
    }

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
