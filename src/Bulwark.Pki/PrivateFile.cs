using Bulwark.Core;

namespace Bulwark.Pki;

/// <summary>A file that only its owner may read (0600): written whole or not at all, and not believed when others could have read it.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Ending of a file that is being written. One that is left belongs to a process that died.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Reads a file that holds a secret.</summary>
    /// <exception cref="OperatorException">It is missing, cannot be read, or is open to other users.</exception>
    public static string Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Refuse(path, File.GetUnixFileMode(stream.SafeFileHandle));
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The private key file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Checks a secret's permissions without reading it.</summary>
    /// <exception cref="OperatorException">It is open to other users.</exception>
    public static void CheckMode(string path) => Refuse(path, File.GetUnixFileMode(path));

    /// <summary>Puts a new file, or a new content, in place: readers see the old one or the whole new one.</summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public static void Write(string path, string text)
    {
        var temporary = path + TemporaryEnding;
        try
        {
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                UnixCreateMode = OwnerReadWrite,
            }))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The file {path} cannot be written: {e.Message}", e);
        }
    }

    private static void Refuse(string path, UnixFileMode mode)
    {
        if ((mode & Others) != UnixFileMode.None)
            throw new OperatorException($"The private key file {path} is open to other users: close it with `chmod 600 {path}`.");
    }
}
