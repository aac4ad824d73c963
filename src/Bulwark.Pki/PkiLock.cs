using Bulwark.Core;

namespace Bulwark.Pki;

/// <summary>One process at a time looks after the PKI folder. The lock is the kernel's (<c>flock</c>) and ends with its holder.</summary>
internal static class PkiLock
{
    private const int Attempts = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock, 10 s at most; disposing of the stream releases it.</summary>
    /// <exception cref="OperatorException">Another process has held it all the time, or the folder cannot be written.</exception>
    public static FileStream Acquire(string path, int attempts = Attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                throw new OperatorException($"The lock file {path} cannot be opened: {e.Message}", e);
            }
            catch (IOException e) when (attempt >= attempts)
            {
                throw new OperatorException($"Another process holds {path}: wait until it has made its certificates, or stop it.", e);
            }
            catch (IOException)
            {
                // Held by a process that starts at the same moment. The kernel tells nobody when it lets go, so we ask again.
                using var pause = new ManualResetEventSlim();
                pause.Wait(Pause);
            }
        }
    }
}
