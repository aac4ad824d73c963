using System.Runtime.InteropServices;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>The <c>TX</c> collection of one transaction: what rules remember for later rules.</summary>
/// <remarks>
/// Names that the rule set mentions have slots from 0 on, in the numbers of <paramref name="known"/>; names that only arise at run time
/// (<c>tx.header_%{matched_var}</c>) get the slots after them. Both are bounded: a request can make rules remember only so much.
/// </remarks>
internal sealed class TxCollection(NameIndex known)
{
    /// <summary>How many names may arise at run time.</summary>
    public const int OtherNames = 1024;

    private readonly NameIndex _others = new();
    private readonly List<int> _order = [];
    private Slot[] _slots = new Slot[known.Count + 16];

    /// <summary>Every slot that was ever written, in the order of the first writing; <see cref="TryGet"/> tells whether it still holds a value.</summary>
    public ReadOnlySpan<int> Written => CollectionsMarshal.AsSpan(_order);

    public ByteSlice NameOf(int slot) => slot < known.Count ? known[slot] : _others[slot - known.Count];

    public bool TryGet(int slot, out ByteSlice value)
    {
        value = _slots[slot].Value;
        return _slots[slot].IsSet;
    }

    /// <summary>The slot of a name; -1 for a name that no rule mentions and none has written.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (known.TryFind(name, out var slot))
            return slot;

        return _others.TryFind(name, out slot) ? known.Count + slot : -1;
    }

    /// <summary>The slot of a name that is about to be written; -1 when too many names have arisen. The bytes of the name must live as long as the transaction.</summary>
    public int FindOrAdd(ByteSlice name)
    {
        var slot = Find(name.Span);
        if (slot >= 0 || _others.Count == OtherNames)
            return slot;

        slot = known.Count + _others.FindOrAdd(name);
        if (slot >= _slots.Length)
            Array.Resize(ref _slots, 2 * _slots.Length);

        return slot;
    }

    /// <summary>Gives a slot its value, whose bytes must live as long as the transaction.</summary>
    public void Set(int slot, ByteSlice value)
    {
        if (!_slots[slot].IsListed)
            _order.Add(slot);

        _slots[slot] = new Slot(value, IsSet: true, IsListed: true);
    }

    public void Remove(int slot) => _slots[slot] = _slots[slot] with { Value = default, IsSet = false };

    public void Clear()
    {
        foreach (var slot in _order)
            _slots[slot] = default;

        _order.Clear();
        _others.Clear();
    }

    private readonly record struct Slot(ByteSlice Value, bool IsSet, bool IsListed);
}
