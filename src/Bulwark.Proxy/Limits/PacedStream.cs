using Bulwark.Core.Http;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Limits;

/// <summary>The body of an answer over HTTP/2, written in pieces, each of which the client has to take in time.</summary>
internal sealed class PacedStream(Stream client, HttpContext context, ReadingConnection connection, SlowReaderWatch watch) : AsyncStream
{
    /// <summary>The largest piece: a frame of HTTP/2, so that writing in pieces costs nothing.</summary>
    public const int Piece = 16 * 1024;

    /// <summary>Timestamp since which a piece waits for the client.</summary>
    public long WaitingSince { get; private set; }

    public override bool CanWrite => true;

    /// <summary>Ends the answer, and with it the request; the connection goes on.</summary>
    public void Abort() => context.Abort();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.Length <= Piece ? WritePieceAsync(buffer, cancellationToken) : WritePiecesAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    private async ValueTask WritePiecesAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        for (; buffer.Length > Piece; buffer = buffer[Piece..])
            await WritePieceAsync(buffer[..Piece], cancellationToken);

        await WritePieceAsync(buffer, cancellationToken);
    }

    private ValueTask WritePieceAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var writing = client.WriteAsync(piece, cancellationToken);
        return writing.IsCompletedSuccessfully ? writing : WaitAsync(writing);
    }

    private async ValueTask WaitAsync(ValueTask writing)
    {
        WaitingSince = watch.GetTimestamp();
        connection.Begin(this);
        try
        {
            await writing;
        }
        finally
        {
            connection.End(this);
        }
    }
}
