using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>One client's connection: reads one request after the other and has each judged and answered.</summary>
internal sealed class ServedConnection : IDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(15);

    private readonly ConnectionContext _connection;
    private readonly Patience _patience;
    private readonly Departure _departure;
    private readonly CancellationToken _stopping;
    private readonly ServedExchange _exchange;

    public ServedConnection(ConnectionContext connection, ServedContext context)
    {
        _connection = connection;
        _patience = new Patience(context.Time);
        _departure = new Departure(connection, context.Time, context.Ending);
        _exchange = new ServedExchange(connection, context, _patience, _departure);
        _stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
    }

    /// <summary>Serves until either side wants no more.</summary>
    public async Task ServeAsync()
    {
        var wait = HeadTime;
        while (await ReadHeadAsync(wait))
        {
            if (!await _exchange.RunAsync(_departure.Gone))
                return;

            wait = IdleTime;
        }
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _departure.Dispose();
        _patience.Dispose();
    }

    /// <summary>Waits for a request. True for a whole head, and for a beginning that never became one: that is answered and logged too.</summary>
    private async ValueTask<bool> ReadHeadAsync(TimeSpan wait)
    {
        var input = _connection.Transport.Input;
        var head = _exchange.Request.Raw;
        head.Clear();
        _patience.Give(input, wait);
        using var stopping = _stopping.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), input);
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
            if (!hasBegun && _stopping.IsCancellationRequested)
                return false;

            head.Split();
            _exchange.Request.Interpret();
            if (!isWhole)
                _exchange.Request.Refuse(result.IsCanceled ? 408 : 400, "the head of the request is not whole");

            return isWhole || !head.FirstLine.IsEmpty;
        }
    }
}
