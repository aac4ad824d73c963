using Bulwark.Waf.Rules;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>
/// Walks through all rules as a transaction would, with what is certain for every transaction, and finds the rules that no transaction ever reaches or that
/// can never match: behind the gates of paranoia levels, in exclusion packages that are not switched on.
/// </summary>
/// <remarks>
/// It only believes in what no later rule and no <c>ctl</c> can change: a rule that may be removed in a transaction is certain of nothing, unless what lies
/// behind it is then removed as well.
/// </remarks>
internal sealed class RuleWalk
{
    private readonly EngineRules _rules;
    private readonly RemovalMap _removals;
    private readonly HashSet<EngineRule> _live = [];
    private TxFacts _facts;

    private RuleWalk(EngineRules rules, RemovalMap removals)
    {
        _rules = rules;
        _removals = removals;
        _facts = new TxFacts(rules.TxNames.Count);
        foreach (var name in BodyFacts.Names)
        {
            if (rules.TxNames.TryFind(name.Span, out var slot))
                _facts.Forget(slot); // the engine writes it, not a rule
        }
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
        TxFacts? logging = null;
        foreach (var phase in Enum.GetValues<RulePhase>())
        {
            if (phase == RulePhase.Logging)
                _facts.Join(logging!);

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
}
