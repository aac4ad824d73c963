namespace Bulwark.Running;

/// <summary>
/// Gives memory back to the operating system after a load that needed much of it. The runtime and the C library keep what they have once got, and nothing makes them look at it again
/// while the process is idle. So, and only then, we do: never while there is work, at most once a minute, and never for more than a hundredth of the time.
/// </summary>
internal sealed class IdleMemory : IDisposable
{
    /// <summary>How often the process is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);
    private const int MostShareOfTime = 100;

    /// <summary>Below this share of one core the process is idle.</summary>
    private const double IdleShare = 0.1;

    /// <summary>What is not worth the trouble: a twentieth, and never less than this.</summary>
    private const long LeastGrowth = 8 * 1024 * 1024;

    private readonly IProcessMemory _process;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _processorTime;
    private long _least;
    private long _notBefore;

    /// <summary>Begins to look at the process. What it holds at the first look is what it comes back to.</summary>
    public IdleMemory(IProcessMemory process, TimeProvider time)
    {
        _process = process;
        _time = time;
        _notBefore = time.GetTimestamp();
        _timer = time.CreateTimer(static idle => ((IdleMemory)idle!).Look(), this, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var used = _process.ProcessorTime - _processorTime;
        _processorTime += used;
        var resident = _process.ResidentBytes;
        if (_least == 0 || resident < _least)
            _least = resident;

        if (used > Interval * IdleShare || resident - _least < Math.Max(LeastGrowth, _least / 20) || _time.GetTimestamp() < _notBefore)
            return;

        var begun = _time.GetTimestamp();
        _process.Trim();
        _least = _process.ResidentBytes;
        var pause = _time.GetElapsedTime(begun) * MostShareOfTime;
        _notBefore = _time.GetTimestamp() + (long)((pause > LeastPause ? pause : LeastPause).TotalSeconds * _time.TimestampFrequency);
    }
}
