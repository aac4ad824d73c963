using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>Turns what was counted here into messages, and the messages of others into counts.</summary>
internal sealed class CountExchange(RateLimitCounters counters)
{
    private static readonly TimeSpan LongestMitigation = TimeSpan.FromDays(1);

    private readonly UInt128 _self = BinaryPrimitives.ReadUInt128LittleEndian(RandomNumberGenerator.GetBytes(16));

    /// <summary>Everything that others do not know yet. Not more than one caller at a time.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Collect()
    {
        var table = counters.Table;
        var message = new ArrayBufferWriter<byte>();
        var entries = 0;
        foreach (var slot in counters.Outbox.Drain())
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

    /// <summary>Counts what another instance has counted. Of a mitigation begun there the rest holds here too.</summary>
    public void Receive(ReadOnlySpan<byte> message)
    {
        var entries = CountMessage.EntriesOf(message, _self);
        while (CountMessage.TryRead(ref entries, out var fingerprint, out var key, out var value))
        {
            if (counters.Rules.Of(fingerprint) is { } rule)
                Apply(rule, key, value);
        }
    }

    private bool TryAdd(ArrayBufferWriter<byte> message, int entries, CounterTable table, int slot)
    {
        if (slot >= table.Slots || counters.Rules.Of(table.RuleOf(slot)) is not { } rule)
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
