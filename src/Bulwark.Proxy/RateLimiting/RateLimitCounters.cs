using System.Diagnostics.CodeAnalysis;
using Bulwark.Proxy.RateLimiting.Counting;
using Bulwark.Proxy.RateLimiting.Sharing;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>The counters of a tier. They belong to the tier and not to its settings: a change of settings forgets no count and lifts no mitigation.</summary>
public sealed class RateLimitCounters : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private const long Step = TimeSpan.TicksPerMillisecond * 100;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ITimer _sweeps;
    private readonly Lock _resizing = new();
    private readonly KeyValuePair<string, object?> _tierTag;
    private CounterTable? _table;
    private int _memoryMiB = 64;
    private long _newest;
    private long _overflows;
    private long _latest;

    /// <param name="tier">Name of the tier.</param>
    /// <param name="time">The clock.</param>
    public RateLimitCounters(string tier, TimeProvider time)
    {
        Tier = tier;
        _tierTag = new("tier", tier);
        _time = time;
        _origin = time.GetTimestamp();
        _sweeps = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    internal string Tier { get; }

    internal TimeProvider Time => _time;

    /// <summary>The secret of keys that nobody else has to know.</summary>
    internal HashKey OwnKey { get; } = HashKey.Create();

    internal RuleRegistry Rules { get; } = new();

    internal LinkTable Links { get; } = new();

    /// <summary>What others have to be told. Without others nobody writes to it.</summary>
    [field: MaybeNull]
    internal Outbox Outbox => LazyInitializer.EnsureInitialized(ref field);

    /// <summary>Laid out when the first request comes that is counted.</summary>
    internal CounterTable Table => Volatile.Read(ref _table) ?? CreateTable();

    /// <summary>Time since the start. It is no time of day, and should the clock beneath it go back all the same, it stands until that has caught up.</summary>
    internal TimeSpan Now
    {
        get
        {
            var now = _time.GetElapsedTime(_origin).Ticks;
            var latest = Volatile.Read(ref _latest);
            if (now < latest)
                return TimeSpan.FromTicks(latest);

            // Written a few times a second, not with each request: the cores would fight over it.
            if (now > latest + Step)
                Volatile.Write(ref _latest, now);
            return TimeSpan.FromTicks(now);
        }
    }

    /// <summary>How often there was no room for a key of its own.</summary>
    internal long Overflows => Volatile.Read(ref _overflows);

    /// <inheritdoc />
    public void Dispose()
    {
        _sweeps.Dispose();
        Links.Dispose();
    }

    /// <summary>Settings that have come into force ask for this much memory. What has been counted moves with them.</summary>
    /// <param name="memoryMiB">The memory.</param>
    /// <param name="generation">Settings that are older than those asked for last change nothing.</param>
    internal void UseMemory(int memoryMiB, long generation)
    {
        lock (_resizing)
        {
            if (generation < _newest)
                return;

            _newest = generation;
            _memoryMiB = memoryMiB;
            if (_table is { } old && old.MemoryMiB != memoryMiB)
                Volatile.Write(ref _table, CopyOf(old));
        }
    }

    internal void CountOverflow()
    {
        Interlocked.Increment(ref _overflows);
        Metrics.RateLimitOverflow.Add(1, _tierTag);
    }

    /// <summary>Counts the counters, and empties those that are over.</summary>
    internal TableUse Sweep()
    {
        if (Volatile.Read(ref _table) is not { } table)
            return new TableUse(0, 0);

        var now = Now;
        Rules.SweepOverflow(now);
        var use = new TableUse(0, 0);
        foreach (var slot in table.UsedSlots())
        {
            var state = Volatile.Read(ref table.State(slot));
            if (state is 0 or CounterState.Moving)
                continue;

            if (Rules.IsOver(table.RuleOf(slot), state, now))
                Interlocked.CompareExchange(ref table.State(slot), 0, state);
            else
                use = use.With(isMitigated: CounterState.HoldsMitigation(state));
        }

        Metrics.RateLimitKeys.Record(use.Keys, _tierTag);
        return use;
    }

    private CounterTable CreateTable()
    {
        lock (_resizing)
            return _table ??= new CounterTable(_memoryMiB);
    }

    private CounterTable CopyOf(CounterTable old)
    {
        var copy = new CounterTable(_memoryMiB);
        foreach (var slot in old.UsedSlots())
        {
            var state = Volatile.Read(ref old.State(slot));
            if (state is not (0 or CounterState.Moving) && Rules.Of(old.RuleOf(slot)) is { } rule && copy.TryFind(old.KeyOf(slot), rule, Now, Rules, out var place))
                copy.State(place) = state;
        }

        return copy;
    }
}
