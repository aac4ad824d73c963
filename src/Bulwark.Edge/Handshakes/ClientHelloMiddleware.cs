using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Edge.Handshakes;

/// <summary>
/// Reads what a client says first, and leaves it for the handshake. .NET's choice of TLS options knows neither the protocols that a client offers nor whether TLS 1.3 is among its
/// versions.
/// </summary>
internal static class ClientHelloMiddleware
{
    /// <summary>Adds the look: before the handshake. A connection without a <see cref="ClientHello"/> is one whose first record is none.</summary>
    public static void UseClientHello(this ListenOptions listen) => listen.Use(next => connection => LookAsync(connection, next));

    private static async Task LookAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await TryLookAsync(connection))
            return;

        await next(connection);
    }

    /// <summary>False for somebody who says nothing, or has gone.</summary>
    private static async Task<bool> TryLookAsync(ConnectionContext connection)
    {
        try
        {
            if (await ReadAsync(connection.Transport.Input, connection.ConnectionClosed) is { } hello)
                connection.Features.Set(hello);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static async ValueTask<ClientHello?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            var isDone = Read(buffer, out var hello) || result.IsCompleted || result.IsCanceled || buffer.Length >= ClientHello.MostBytes;

            // Nothing is consumed. What was examined to its end would not be given again before more comes: so the last look leaves one byte.
            input.AdvanceTo(buffer.Start, isDone && buffer.Length > 0 ? buffer.GetPosition(buffer.Length - 1) : buffer.End);
            if (isDone)
                return hello;
        }
    }

    private static bool Read(in ReadOnlySequence<byte> buffer, out ClientHello? hello) =>
        buffer.IsSingleSegment ? ClientHello.TryRead(buffer.FirstSpan, out hello) : ClientHello.TryRead(buffer.Slice(0, Math.Min(buffer.Length, ClientHello.MostBytes)).ToArray(), out hello);
}
