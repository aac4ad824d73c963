using System.Globalization;

namespace Bulwark.Core.Hosting;

/// <summary>
/// One process at a time runs a tier on a data directory. The lock is the kernel's (<c>flock</c>), so it ends with its holder however
/// that dies; the file of the process ID beside it is there for people.
/// </summary>
public sealed class TierLock(DataDirectory data, string tier) : IDisposable
{
    /// <summary><c>EWOULDBLOCK</c>: what <c>flock</c> says when another process holds the lock (flock(2)).</summary>
    private const int WouldBlock = 11;

    private FileStream? _lock;

    /// <summary>Takes the lock, then removes the sockets that an earlier holder left behind.</summary>
    /// <exception cref="OperatorException">Another process holds it, and the message names that process; or its files cannot be written.</exception>
    public void Acquire()
    {
        try
        {
            _lock = new FileStream(data.LockFile(tier), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(data.PidFile(tier), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            File.Delete(data.Socket(tier));
            File.Delete(data.ControlSocket(tier));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new OperatorException(
                $"The {tier} tier already runs on {data.Root}{Holder()}. Stop it first, or choose another --data and --port-offset.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The {tier} tier cannot lock {data.LockFile(tier)}: {e.Message}", e);
        }
    }

    private string Holder()
    {
        try
        {
            return $" in process {File.ReadAllText(data.PidFile(tier)).Trim()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The holder has the lock but has not written its number yet; the message does without.
            return "";
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_lock is null)
            return;

        File.Delete(data.PidFile(tier));
        _lock.Dispose();
        _lock = null;
    }
}
