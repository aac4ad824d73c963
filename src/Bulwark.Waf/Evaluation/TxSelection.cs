using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>The variables of <c>TX</c> whose names a regular expression finds (<c>TX:/^header_name_/</c>). For names that the rules mention, that is found out when they are loaded.</summary>
internal sealed class TxSelection
{
    private readonly NameSelector _names;
    private readonly bool[] _known;

    public TxSelection(NameSelector names, NameIndex txNames)
    {
        _names = names;
        _known = [.. Enumerable.Range(0, txNames.Count).Select(slot => names.Matches(txNames[slot].Span))];
    }

    /// <summary>How many there are now.</summary>
    public int Count(TxCollection tx)
    {
        var count = 0;
        foreach (var slot in tx.Written)
        {
            if (Covers(tx, slot) && tx.TryGet(slot, out _))
                count++;
        }

        return count;
    }

    /// <summary>What they are now; later changes do not show. The view is good until the store is used again.</summary>
    public VariableView Read(TxCollection tx, ValueStore scratch)
    {
        scratch.Clear();
        foreach (var slot in tx.Written)
        {
            if (Covers(tx, slot) && tx.TryGet(slot, out var value))
                scratch.Add(new NamedValue(tx.NameOf(slot), value));
        }

        return new VariableView(scratch, 0, scratch.Count, showsNames: false);
    }

    private bool Covers(TxCollection tx, int slot) => slot < _known.Length ? _known[slot] : _names.Matches(tx.NameOf(slot).Span);
}
