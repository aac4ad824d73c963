namespace Bulwark.Core.Hosting;

/// <summary>Sets a tier's sockets to 0600 once they are bound. Until then the folder's 0700 keeps others out.</summary>
internal sealed class SocketModes(DataDirectory data, string tier) : TierStep
{
    protected override Task ListeningAsync(CancellationToken cancellationToken)
    {
        foreach (var socket in new[] { data.Socket(tier), data.ControlSocket(tier) })
        {
            if (File.Exists(socket))
                File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Task.CompletedTask;
    }
}
