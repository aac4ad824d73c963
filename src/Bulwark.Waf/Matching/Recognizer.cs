using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Factors;
using Bulwark.Waf.Matching.Nfa;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching;

/// <summary>Answers one question of a value: by an automaton of its own, and where that cannot know for sure, by the pattern itself.</summary>
internal sealed class Recognizer
{
    /// <summary>Most need a few KiB; those that count need more than is good for anybody.</summary>
    private const int Limit = 512 * 1024;

    // Built when they are first asked: most rules of a rule set never are.
    private readonly Lazy<LazyDfa> _automaton;
    private readonly Lazy<LazyDfa>? _withoutCounts;
    private readonly Pattern? _judge;

    public Recognizer(Node tree, Pattern? judge, AutomatonMemory memory)
    {
        _judge = judge;
        _automaton = new(() => Automaton(tree));

        // An automaton that counts has a state for every set of counts; so it is asked only where all but the counts is right.
        var widened = Trees.WithoutCounts(tree);
        if (!ReferenceEquals(widened, tree))
            _withoutCounts = new(() => Automaton(widened));

        LazyDfa Automaton(Node node) => new(NfaBuilder.BuildSet([node]), memory, Limit, skipsIdle: true);
    }

    public bool IsMatch(ReadOnlySpan<byte> value, ref MatchBudget budget)
    {
        if (_withoutCounts is not null)
        {
            budget.Inspected(value.Length);
            if (!_withoutCounts.Value.IsMatch(value, ref budget))
                return false;
        }

        budget.Inspected(value.Length);
        if (!_automaton.Value.IsMatch(value, ref budget))
            return false;

        if (_judge is null)
            return true;

        budget.Inspected(value.Length);
        return _judge.IsMatch(value);
    }

    /// <summary>Forgets what values have taught it.</summary>
    public void Forget()
    {
        foreach (var automaton in (Lazy<LazyDfa>?[])[_automaton, _withoutCounts])
        {
            if (automaton is { IsValueCreated: true })
                automaton.Value.Forget();
        }
    }
}
