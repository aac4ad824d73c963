using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>Turns what was counted here into messages, and the messages of others into counts.</summary>
internal sealed class CountExchange(RateLimitCounters counters)
{
    /// <summary>So many mitigated keys are told to somebody new; they are some 5 MB.</summary>
    private const int MaxTold = 200_000;

    private static readonly TimeSpan LongestMitigation = TimeSpan.FromDays(1);
    private static readonly TimeSpan TellingInterval = TimeSpan.FromSeconds(5);

    private readonly UInt128 _self = BinaryPrimitives.ReadUInt128LittleEndian(RandomNumberGenerator.GetBytes(16));
    private TimeSpan _nextTelling;
    private volatile bool _isAsked;

    /// <summary>
    /// Begins anew, on a new connection: what was counted before is not told any more, because it would count as if it came now. Gives the message that asks the others which
    /// keys they mitigate; one's own are told with the next <see cref="Collect"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Greet()
    {
        var table = counters.Table;
        foreach (var slot in counters.Outbox.Drain())
        {
            if (slot < table.Slots)
                Outbox.Take(table, slot);
        }

        _nextTelling = default;
        _isAsked = true;
        var message = new ArrayBufferWriter<byte>();
        CountMessage.Begin(message, _self);
        return message.WrittenMemory;
    }

    /// <summary>Everything that others do not know yet. Not more than one caller at a time.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Collect()
    {
        var table = counters.Table;
        return Write(counters.Outbox.Drain().Where(slot => slot < table.Slots).Concat(AskedFor(table)), table);
    }

    /// <summary>Counts what another instance has counted. Of a mitigation begun there the rest holds here too.</summary>
    public void Receive(ReadOnlySpan<byte> message)
    {
        if (!CountMessage.TryOpen(message, _self, out var entries))
            return;

        if (entries.IsEmpty)
            _isAsked = true;

        while (CountMessage.TryRead(ref entries, out var fingerprint, out var key, out var value))
        {
            if (counters.Rules.Of(fingerprint) is { } rule)
                Apply(rule, key, value);
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Write(IEnumerable<int> slots, CounterTable table)
    {
        var message = new ArrayBufferWriter<byte>();
        var entries = 0;
        foreach (var slot in slots)
        {
            if (!TryAdd(message, entries, table, slot) || ++entries < CountMessage.MaxEntries)
                continue;

            yield return message.WrittenMemory;
            message = new ArrayBufferWriter<byte>();
            entries = 0;
        }

        if (entries > 0)
            yield return message.WrittenMemory;
    }

    /// <summary>The mitigated keys, when somebody new has asked for them; not more often than every few seconds, however many ask.</summary>
    private IEnumerable<int> AskedFor(CounterTable table)
    {
        var now = counters.Now;
        if (!_isAsked || now < _nextTelling)
            return [];

        _isAsked = false;
        _nextTelling = now + TellingInterval;
        return table.UsedSlots().Where(slot => CounterState.IsMitigated(Volatile.Read(ref table.State(slot)), now)).Take(MaxTold);
    }

    private bool TryAdd(ArrayBufferWriter<byte> message, int entries, CounterTable table, int slot)
    {
        if (counters.Rules.Of(table.RuleOf(slot)) is not { } rule)
            return false;

        var amount = Outbox.Take(table, slot);
        var state = Volatile.Read(ref table.State(slot));
        var value = CounterState.IsMitigated(state, counters.Now) ? -(int)(CounterState.EndOfMitigation(state) - counters.Now).TotalMilliseconds : amount;
        if (value == 0)
            return false;

        if (entries == 0)
            CountMessage.Begin(message, _self);

        CountMessage.Add(message, rule.Fingerprint, table.KeyOf(slot), value);
        return true;
    }

    private void Apply(RuleCounters rule, RateKey key, int value)
    {
        var now = counters.Now;
        var table = counters.Table;
        if (!table.TryFind(key, rule, now, counters.Rules, out var slot))
        {
            counters.CountOverflow();
            return;
        }

        if (value < 0)
            Counter.Mitigate(ref table.State(slot), now + Shorter(TimeSpan.FromMilliseconds(-(long)value), LongestMitigation));
        else
            Counter.CountAnswered(ref table.State(slot), rule.Window, now, TimeSpan.Zero, value);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
