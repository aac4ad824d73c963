using Bulwark.Waf.Rules;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>
/// Walks through all rules as a transaction would, with what is certain for every transaction, and finds the rules that no transaction ever reaches or that
/// can never match: behind the gates of paranoia levels, in exclusion packages that are not switched on.
/// </summary>
/// <remarks>
/// It only believes in what no later rule and no <c>ctl</c> can change: a rule that may be removed in a transaction is certain of nothing, unless what lies
/// behind it is then removed as well. So are rules of a group for those of another one, since groups are switched off for single transactions.
/// </remarks>
internal sealed class RuleWalk
{
    private readonly EngineRules _rules;
    private readonly RemovalMap _removals;
    private readonly HashSet<EngineRule> _live = [];
    private GroupFacts _facts;

    private RuleWalk(EngineRules rules, RemovalMap removals)
    {
        _rules = rules;
        _removals = removals;
        _facts = new GroupFacts(rules.All.Select(rule => rule.SwitchableGroup), rules.TxNames.Count);
    }

    /// <summary>The rules that some transaction may need.</summary>
    public static IReadOnlySet<EngineRule> LiveRules(EngineRules rules)
    {
        IReadOnlySet<EngineRule> live = new HashSet<EngineRule>(rules.All);
        while (true)
        {
            // What a rule removes only counts if that rule is live itself; so each walk may find more that is dead.
            var walk = new RuleWalk(rules, new RemovalMap(live));
            walk.Walk();
            if (walk._live.Count == live.Count)
                return live;

            live = walk._live;
        }
    }

    private void Walk()
    {
        GroupFacts? logging = null;
        foreach (var phase in Enum.GetValues<RulePhase>())
        {
            if (phase == RulePhase.Logging)
                _facts.Join(logging!);

            if (phase == RulePhase.RequestBody)
                ForgetBodyFacts();

            var walk = new PhaseWalk(_rules[phase], _facts, _removals, _rules.TxNames, _live);
            walk.Run();
            _facts = walk.After;

            // A request can be over anywhere, and only the logging phase is left then.
            if (logging is null)
                logging = walk.AfterInterruption;
            else
                logging.Join(walk.AfterInterruption);
        }
    }
    // The engine writes them before phase 2, whatever rules have set.
    private void ForgetBodyFacts()
    {
        foreach (var name in BodyFacts.Names)
        {
            if (_rules.TxNames.TryFind(name.Span, out var slot))
                _facts.Forget(slot);
        }
    }
}
