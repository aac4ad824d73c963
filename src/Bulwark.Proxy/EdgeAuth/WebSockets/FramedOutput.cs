namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>What a server sends to the client of a WebSocket, and a close frame of our own, which comes between two frames and never within one.</summary>
internal sealed class FramedOutput(Stream client) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly FrameBoundary _sent = new();
    private int _closeCode;

    /// <summary>Sends to the client. After <see cref="CloseAsync"/> only the frame that is under way still goes out.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_closeCode != 0)
            {
                await FinishFrameAsync(buffer, cancellationToken);
                return;
            }

            _sent.TakeAll(buffer.Span);
            await client.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends the close frame: now, or behind the frame that is under way.</summary>
    public async Task CloseAsync(int code, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _closeCode = code;
            if (_sent.IsBetweenFrames)
                await SendCloseAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The WebSocket is over. The stream to the client stays whose it is.</summary>
    public void Dispose() => _writing.Dispose();

    private async Task FinishFrameAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_sent.IsBetweenFrames)
            return; // the close frame was the last one

        await client.WriteAsync(buffer[.._sent.TakeFrame(buffer.Span)], cancellationToken);
        if (_sent.IsBetweenFrames)
            await SendCloseAsync(cancellationToken);
    }

    private async Task SendCloseAsync(CancellationToken cancellationToken)
    {
        await client.WriteAsync(CloseCode.Frame(_closeCode), cancellationToken);
        await client.FlushAsync(cancellationToken);
    }
}
