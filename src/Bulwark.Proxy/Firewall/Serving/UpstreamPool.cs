using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Connections to the upstream that wait for their next request.</summary>
internal sealed class UpstreamPool : IAsyncDisposable
{
    /// <summary>How much of an answer waits in front of the firewall for a client that is slow to take it.</summary>
    private const int MostWaiting = 64 * 1024;
    private const int MostIdle = 256;
    private static readonly TimeSpan DialTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentStack<UpstreamConnection> _idle = new();
    private readonly SocketConnectionContextFactory _connections;
    private readonly Uri _upstream;
    private readonly TimeProvider _time;

    /// <param name="upstream">Where it listens: an <c>http</c> address.</param>
    /// <param name="loggers">For the transport.</param>
    /// <param name="time">The clock.</param>
    public UpstreamPool(Uri upstream, ILoggerFactory loggers, TimeProvider time)
    {
        _upstream = upstream;
        Host = Encoding.ASCII.GetBytes(upstream.Authority);
        _time = time;
        _connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions { MaxReadBufferSize = MostWaiting }, loggers.CreateLogger<UpstreamPool>());
    }

    /// <summary>Its name or address, and its port, for requests that bring no <c>Host</c>.</summary>
    public ReadOnlyMemory<byte> Host { get; }

    /// <summary>An idle connection that is still open, else a new one.</summary>
    /// <exception cref="SocketException">The upstream cannot be reached.</exception>
    public async ValueTask<UpstreamConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var idle))
        {
            if (idle.IsQuiet())
                return idle;

            await idle.DisposeAsync();
        }

        return await DialAsync(cancellationToken);
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="SocketException">The upstream cannot be reached.</exception>
    public async ValueTask<UpstreamConnection> DialAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(DialTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_upstream.Host, _upstream.Port, either.Token);
            return new UpstreamConnection(_connections.Create(socket));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The answer has been read to its end; the next request may have the connection.</summary>
    public ValueTask ReturnAsync(UpstreamConnection connection)
    {
        connection.IsReused = true;
        if (_idle.Count >= MostIdle)
            return connection.DisposeAsync();

        _idle.Push(connection);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var idle))
            await idle.DisposeAsync();

        _connections.Dispose();
    }
}
