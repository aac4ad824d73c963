namespace Bulwark.Core.Revisions;

/// <summary>
/// Who holds this may write to <c>revisions/</c>: one process at a time. The lock is the kernel's (<c>flock</c>) and ends with its holder, however that dies.
/// </summary>
public sealed class RevisionLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private RevisionLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="OperatorException">Another process has held it all the time, or the folder cannot be written.</exception>
    public static async Task<RevisionLock> AcquireAsync(RevisionFolder folder, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (TryAcquire(folder) is { } held)
                return held;

            if (waited >= patience)
                throw new OperatorException("Another process is changing the settings of this instance. Try again when it is done.");

            // The kernel tells nobody when a lock is let go, so we ask again.
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>The lock, or null when another process holds it.</summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public static RevisionLock? TryAcquire(RevisionFolder folder)
    {
        try
        {
            return new RevisionLock(new FileStream(folder.LockFile, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The lock file {folder.LockFile} cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    /// <summary><c>EWOULDBLOCK</c>: what <c>flock</c> says when another process holds the lock (flock(2)).</summary>
    private const int WouldBlock = 11;
}
