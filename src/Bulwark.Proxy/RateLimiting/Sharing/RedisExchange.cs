using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// Tells the other instances ten times a second what was counted here, over one channel of a Redis server, and listens to what they tell. No request ever waits for it.
/// </summary>
internal sealed class RedisExchange : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ConfigurationOptions _settings;
    private readonly RateLimitCounters _counters;
    private readonly CountExchange _counts;
    private readonly RedisChannel _channel;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private int _isUp = Unknown;

    private const int Unknown = -1;
    private const int Down = 0;
    private const int Up = 1;

    public RedisExchange(ConfigurationOptions settings, RateLimitCounters counters, ILogger log)
    {
        _settings = settings;
        _counters = counters;
        _counts = new CountExchange(counters);
        _channel = RedisChannel.Literal($"bulwark:rate-limits:{counters.Tier}");
        _log = log;
        _ = Task.Run(() => RunAsync(_end.Token));
    }

    /// <summary>True while messages go and come.</summary>
    public bool IsUp => Volatile.Read(ref _isUp) == Up;

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(_settings);
            var subscriber = connection.GetSubscriber();
            await SubscribeAsync(subscriber);
            using var timer = new PeriodicTimer(Interval, _counters.Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await TellAsync(connection, subscriber);
        }
        catch (OperationCanceledException)
        {
            // The last generation that used the connection is gone.
        }
    }

    private async Task SubscribeAsync(ISubscriber subscriber)
    {
        try
        {
            // The library subscribes again by itself after each time that the connection was lost, and if there is none yet.
            await subscriber.SubscribeAsync(_channel, (_, message) => _counts.Receive(((ReadOnlyMemory<byte>)message).Span));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            NoteState(isUp: false, e.Message);
        }
    }

    private async Task TellAsync(ConnectionMultiplexer connection, ISubscriber subscriber)
    {
        var reason = subscriber.IsConnected(_channel) && connection.IsConnected ? null : "no connection";
        foreach (var message in _counts.Collect())
        {
            if (reason is null)
                reason = await TryPublishAsync(subscriber, message);
        }

        NoteState(reason is null, reason);
    }

    /// <summary>Gives the reason when it failed.</summary>
    private async Task<string?> TryPublishAsync(ISubscriber subscriber, ReadOnlyMemory<byte> message)
    {
        try
        {
            await subscriber.PublishAsync(_channel, message);
            return null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return e.Message;
        }
    }

    private void NoteState(bool isUp, string? reason)
    {
        var before = Interlocked.Exchange(ref _isUp, isUp ? Up : Down);
        if (before == _isUp)
            return;

        if (!isUp)
        {
            Metrics.RateLimitOutages.Add(1, new KeyValuePair<string, object?>("tier", _counters.Tier));
            Log.CountsNotShared(_log, reason);
        }
        else
        {
            Log.CountsShared(_log);
        }
    }
}
