using Microsoft.Extensions.Hosting;

namespace Bulwark.Core.Hosting;

/// <summary>Sets a tier's sockets to 0600 once they are bound. Until then the folder's 0700 keeps others out.</summary>
internal sealed class SocketModes(DataDirectory data, string tier) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var socket in new[] { data.Socket(tier), data.ControlSocket(tier) })
        {
            if (File.Exists(socket))
                File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
