namespace Bulwark.Running;

/// <summary>
/// Gives memory back to the operating system after a load that needed much of it. The runtime and the C library keep what they have once got, and nothing makes them look at it again
/// while the process is idle. So, and only then, we do: never while there is work, at most once a minute, and never for more than a hundredth of the time.
/// </summary>
/// <remarks>
/// What was in use when we looked may be free soon after: a thousand clients that do not read their answers leave the processor idle. So we look again, and as long as nothing comes of
/// it and nothing is added, each time after twice as long.
/// </remarks>
internal sealed class IdleMemory : IDisposable
{
    /// <summary>How often the process is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostPause = TimeSpan.FromHours(1);
    private const int MostShareOfTime = 100;

    /// <summary>Below this share of one core the process is idle.</summary>
    private const double IdleShare = 0.1;

    /// <summary>What is not worth the trouble: a twentieth, and never less than this.</summary>
    private const long LeastGrowth = 8 * 1024 * 1024;

    private readonly IProcessMemory _process;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _processorTime;
    private TimeSpan _pause = LeastPause;
    private TimeSpan _leastPause;
    private long _least = long.MaxValue;
    private long _left;
    private long _trimmed;

    /// <summary>Begins to look at the process. The least that it ever holds is what it comes back to.</summary>
    public IdleMemory(IProcessMemory process, TimeProvider time)
    {
        _process = process;
        _time = time;
        _trimmed = time.GetTimestamp() - (long)(LeastPause.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(static idle => ((IdleMemory)idle!).Look(), this, Interval, Interval);
    }

    private long Worth => Math.Max(LeastGrowth, _least / 20);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var used = _process.ProcessorTime - _processorTime;
        _processorTime += used;
        var resident = _process.ResidentBytes;
        _least = Math.Min(_least, resident);
        if (resident - _left >= Worth)
            _pause = LeastPause;

        if (used > Interval * IdleShare || resident - _least < Worth || _time.GetElapsedTime(_trimmed) < (_pause > _leastPause ? _pause : _leastPause))
            return;

        Trim(resident);
    }

    private void Trim(long resident)
    {
        var begun = _time.GetTimestamp();
        _process.Trim();
        _trimmed = _time.GetTimestamp();
        _leastPause = _time.GetElapsedTime(begun, _trimmed) * MostShareOfTime;
        _left = _process.ResidentBytes;
        _pause = resident - _left >= Worth ? LeastPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MostPause.Ticks));
    }
}
