namespace Bulwark.Waf.Evaluation;

/// <summary>A set of rules by their number in the engine.</summary>
internal sealed class RuleMask(int ruleCount)
{
    private readonly ulong[] _bits = new ulong[(ruleCount + 63) / 64];

    public bool this[int rule]
    {
        get => (_bits[rule >> 6] >> (rule & 63) & 1) != 0;
        set
        {
            if (value)
                _bits[rule >> 6] |= 1UL << (rule & 63);
            else
                _bits[rule >> 6] &= ~(1UL << (rule & 63));
        }
    }

    public static RuleMask Of(int ruleCount, IEnumerable<int> rules)
    {
        var mask = new RuleMask(ruleCount);
        foreach (var rule in rules)
            mask[rule] = true;

        return mask;
    }

    public void Add(RuleMask other)
    {
        for (var i = 0; i < _bits.Length; i++)
            _bits[i] |= other._bits[i];
    }

    public void Clear() => _bits.AsSpan().Clear();
}
