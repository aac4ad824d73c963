using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// Tells the other instances ten times a second what was counted here, over one channel of a Redis server, and listens to what they tell. No request ever waits for it.
/// </summary>
internal sealed class RedisExchange : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private const int MaxTries = 20;

    private readonly ConfigurationOptions _settings;
    private readonly RateLimitCounters _counters;
    private readonly CountExchange _counts;
    private readonly RedisChannel _channel;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private volatile string? _problem = "not connected yet";

    public RedisExchange(ConfigurationOptions settings, RateLimitCounters counters, ILogger log)
    {
        _settings = settings;
        _counters = counters;
        _counts = new CountExchange(counters);
        _channel = RedisChannel.Literal($"bulwark:rate-limits:{counters.Tier}");
        _log = log;
        _ = Task.Run(() => RunAsync(_end.Token));
    }

    /// <summary>Why this instance counts alone at present; null while messages go and come.</summary>
    public string? Problem => _problem;

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    /// <summary>One connection after the other, until the last generation that used them is gone.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                NoteProblem(await RedisPreflight.FindProblemAsync(_settings, _counters.Time, cancellationToken) ?? await ShareAsync(cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever ends a connection, the next one is tried, and what is counted here counts all the same
            catch (Exception e)
#pragma warning restore CA1031
            {
                NoteProblem(RedisProblem.Explain(e));
            }

            await Task.Delay(RetryInterval, _counters.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Shares counts as long as a connection holds, and tells how it ended. Another one is made by <see cref="RunAsync"/> and not by the library, so that nothing old is told
    /// after an outage.
    /// </summary>
    private async Task<string> ShareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_settings);
        var subscriber = connection.GetSubscriber();
        await WaitUntilListeningAsync(subscriber, cancellationToken);
        await subscriber.SubscribeAsync(_channel, (_, message) => _counts.Receive(((ReadOnlyMemory<byte>)message).Span));
        await subscriber.PublishAsync(_channel, _counts.Greet());
        NoteConnected();

        using var timer = new PeriodicTimer(Interval, _counters.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken) && subscriber.IsConnected(_channel))
        {
            foreach (var message in _counts.Collect())
                await subscriber.PublishAsync(_channel, message);
        }

        return "the connection was lost";
    }

    /// <summary>The library listens over a connection of its own, which comes a moment after the one that tells.</summary>
    private async Task WaitUntilListeningAsync(ISubscriber subscriber, CancellationToken cancellationToken)
    {
        for (var tries = 0; !subscriber.IsConnected(_channel); tries++)
        {
            if (tries == MaxTries)
                throw new TimeoutException();

            await Task.Delay(Interval, _counters.Time, cancellationToken);
        }
    }

    private void NoteConnected()
    {
        _problem = null;
        Log.CountsShared(_log);
    }

    private void NoteProblem(string problem)
    {
        var before = Interlocked.Exchange(ref _problem, problem);
        if (before == problem)
            return;

        if (before is null)
            Metrics.RateLimitOutages.Add(1, new KeyValuePair<string, object?>("tier", _counters.Tier));
        Log.CountsNotShared(_log, problem);
    }
}
