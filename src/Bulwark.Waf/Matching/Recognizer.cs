using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Nfa;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching;

/// <summary>Answers one question of a value: by an automaton of its own, and where that cannot know for sure, by the pattern itself.</summary>
internal sealed class Recognizer(Node tree, Pattern? judge, AutomatonMemory memory)
{
    /// <summary>Most need a few KiB; those that count need more than is good for anybody.</summary>
    private const int Limit = 512 * 1024;

    // Built when it is first asked: most rules of a rule set never are.
    private readonly Lazy<LazyDfa> _automaton = new(() => new LazyDfa(NfaBuilder.BuildSet([tree]), memory, Limit));

    public bool IsMatch(ReadOnlySpan<byte> value, ref MatchBudget budget)
    {
        budget.Inspected(value.Length);
        if (!_automaton.Value.IsMatch(value, ref budget))
            return false;

        if (judge is null)
            return true;

        budget.Inspected(value.Length);
        return judge.IsMatch(value);
    }
}
