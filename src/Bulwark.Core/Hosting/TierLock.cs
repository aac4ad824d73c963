using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Core.Hosting;

/// <summary>
/// One process at a time runs a tier on a data directory. The lock is the kernel's (<c>flock</c>), so it ends with its holder however
/// that dies; the file of the process ID beside it is there for people.
/// </summary>
public sealed class TierLock(DataDirectory data, string tier) : IHostedLifecycleService, IDisposable
{
    private FileStream? _lock;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Acquire();
        return Task.CompletedTask;
    }

    /// <summary>Takes the lock, then removes the sockets that an earlier holder left behind.</summary>
    /// <exception cref="OperatorException">Another process holds it; the message names that process.</exception>
    public void Acquire()
    {
        _lock = Open();
        File.WriteAllText(data.PidFile(tier), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Delete(data.Socket(tier));
        File.Delete(data.ControlSocket(tier));
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(data.LockFile(tier), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new OperatorException(
                $"The {tier} tier already runs on {data.Root}{Holder()}. Stop it first, or choose another --data and --port-offset.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OperatorException($"The lock file {data.LockFile(tier)} cannot be opened: {e.Message}", e);
        }
    }

    private string Holder()
    {
        try
        {
            return $" in process {File.ReadAllText(data.PidFile(tier)).Trim()}";
        }
        catch (IOException)
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

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
