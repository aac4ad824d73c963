namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>How long a client may take with a body that is held. The server's own least rate is an average: who has sent much may then be silent for an hour, and the memory waits with him.</summary>
internal sealed class BodyPatience : IDisposable
{
    /// <summary>What <see cref="ReadAsync"/> gives when the time is over.</summary>
    public const int Over = -1;

    private const int BytesPerSecond = 8 * 1024;

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenRegistration _aborted;
    private readonly CancellationToken _abort;
    private readonly long _begun;

    /// <param name="time">The clock.</param>
    /// <param name="aborted">Ends reading, as a fault.</param>
    public BodyPatience(TimeProvider time, CancellationToken aborted)
    {
        _time = time;
        _begun = time.GetTimestamp();
        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _abort = aborted;
        _aborted = aborted.UnsafeRegister(static over => ((CancellationTokenSource)over!).Cancel(), _over);
    }

    /// <summary>How long nothing at all may come.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long any body may take; beyond, it has a second more for each 8 KiB that are there.</summary>
    public static TimeSpan Whole { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads what comes next.</summary>
    /// <param name="client">Where it comes from.</param>
    /// <param name="room">Where it goes.</param>
    /// <param name="held">How many bytes are there already.</param>
    /// <returns>How many bytes came; 0 at the end; <see cref="Over"/> when they did not come in time.</returns>
    public async ValueTask<int> ReadAsync(Stream client, Memory<byte> room, int held)
    {
        var reading = client.ReadAsync(room, _over.Token);
        if (reading.IsCompletedSuccessfully)
            return reading.Result;

        var left = Whole + TimeSpan.FromSeconds((double)held / BytesPerSecond) - _time.GetElapsedTime(_begun);
        _over.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < Silence ? left : Silence);
        try
        {
            var count = await reading;
            _over.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !_abort.IsCancellationRequested)
        {
            return Over;
        }
    }

    public void Dispose()
    {
        _aborted.Dispose();
        _over.Dispose();
    }
}
