using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What is certain about the variables of <c>TX</c> at one place of the rules, for every transaction: absent, one value, or nothing.</summary>
internal sealed class TxFacts
{
    private readonly Fact[] _facts;

    /// <summary>At the beginning of a transaction no variable is there.</summary>
    public TxFacts(int slots) => _facts = new Fact[slots];

    private TxFacts(Fact[] facts) => _facts = facts;

    public bool IsAbsent(int slot) => _facts[slot].Certainty == Certainty.Absent;

    public bool IsConstant(int slot, out ByteSlice value)
    {
        value = _facts[slot].Value;
        return _facts[slot].Certainty == Certainty.Constant;
    }

    /// <summary>The variable gets a value; or perhaps it does not, when that is not certain.</summary>
    public void Set(int slot, ByteSlice value, bool isCertain) => Become(slot, new Fact(Certainty.Constant, value), isCertain);

    /// <summary>The variable is removed; or perhaps it is not, when that is not certain.</summary>
    public void Remove(int slot, bool isCertain) => Become(slot, default, isCertain);

    public void Forget(int slot) => _facts[slot] = new Fact(Certainty.Unknown, default);

    public TxFacts Clone() => new([.. _facts]);

    /// <summary>Keeps only what is also certain in <paramref name="other"/>: both ways lead here.</summary>
    public void Join(TxFacts other)
    {
        for (var i = 0; i < _facts.Length; i++)
            Become(i, other._facts[i], isCertain: false);
    }

    private void Become(int slot, Fact fact, bool isCertain)
    {
        if (isCertain)
            _facts[slot] = fact;
        else if (!_facts[slot].IsSameAs(fact))
            Forget(slot);
    }

    private enum Certainty
    {
        Absent,
        Constant,
        Unknown,
    }

    private readonly record struct Fact(Certainty Certainty, ByteSlice Value)
    {
        public bool IsSameAs(Fact other) => Certainty == other.Certainty && Value.Span.SequenceEqual(other.Value.Span);
    }
}
