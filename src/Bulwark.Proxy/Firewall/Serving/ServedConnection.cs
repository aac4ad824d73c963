using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>One client's connection: reads one request after the other and has each judged and answered.</summary>
internal sealed class ServedConnection : IDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(15);

    private readonly ConnectionContext _connection;
    private readonly ReadPatience _patience;
    private readonly ServedExchange _exchange;

    public ServedConnection(ConnectionContext connection, ServedContext context)
    {
        _connection = connection;
        _patience = new ReadPatience(context.Time);
        _exchange = new ServedExchange(connection, context, _patience);
    }

    /// <summary>Serves until either side wants no more.</summary>
    public async Task ServeAsync()
    {
        var wait = HeadTime;
        while (await ReadHeadAsync(wait))
        {
            if (!await _exchange.RunAsync(_connection.ConnectionClosed))
                return;

            wait = IdleTime;
        }
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _patience.Dispose();
    }

    /// <summary>Waits for a request. True for a whole head, and for a beginning that never became one: that is answered and logged too.</summary>
    private async ValueTask<bool> ReadHeadAsync(TimeSpan wait)
    {
        var input = _connection.Transport.Input;
        var head = _exchange.Request.Raw;
        head.Clear();
        _patience.Give(input, wait);
        var hasBegun = false;
        while (true)
        {
            var result = await input.ReadAsync();
            if (!hasBegun && !result.Buffer.IsEmpty)
                _patience.Give(input, HeadTime);

            hasBegun |= !result.Buffer.IsEmpty;
            var isWhole = head.Take(result.Buffer, out var used);
            input.AdvanceTo(result.Buffer.GetPosition(used));
            if (!isWhole && !head.IsFull && !result.IsCompleted && !result.IsCanceled)
                continue;

            _patience.Rest();
            head.Split();
            _exchange.Request.Interpret();
            if (!isWhole)
                _exchange.Request.Refuse(result.IsCanceled ? 408 : 400, "the head of the request is not whole");

            return isWhole || !head.FirstLine.IsEmpty;
        }
    }
}
