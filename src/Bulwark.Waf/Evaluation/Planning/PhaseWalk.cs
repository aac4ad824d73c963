using Bulwark.Waf.Actions;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Rules.Actions;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>The walk through one phase; see <see cref="RuleWalk"/>.</summary>
/// <param name="rules">The rules of the phase.</param>
/// <param name="facts">What is certain at its beginning; it is changed.</param>
/// <param name="removals">Which rules may be removed.</param>
/// <param name="txNames">The slots of <c>TX</c>.</param>
/// <param name="live">Where rules are put that a transaction may need.</param>
internal sealed class PhaseWalk(EngineRule[] rules, GroupFacts facts, RemovalMap removals, NameIndex txNames, HashSet<EngineRule> live)
{
    private readonly List<int> _jumps = []; // where rules that may match lead to, as far as that lies ahead
    private readonly List<(EngineRule Rule, int Until)> _gates = []; // rules that always lead past what follows
    private GroupFacts? _interrupted;
    private GroupFacts? _allowed;

    /// <summary>What is certain when the next phase begins.</summary>
    public GroupFacts After
    {
        get
        {
            if (_allowed is not null)
                facts.Join(_allowed);

            return facts;
        }
    }

    /// <summary>What is certain when the phase was left anywhere.</summary>
    public GroupFacts AfterInterruption => _interrupted!;

    public void Run()
    {
        Remember(ref _interrupted);
        for (var i = 0; i < rules.Length; i++)
        {
            _jumps.RemoveAll(target => target <= i);
            _gates.RemoveAll(gate => gate.Until <= i);
            if (!_gates.Exists(gate => removals.GoesWith(rules[i], gate.Rule)))
                Visit(rules[i], isCertain: _jumps.Count == 0 && _gates.Count == 0 && !removals.IsRemovable(rules[i]), i);
        }

        Remember(ref _interrupted);
    }

    private void Visit(EngineRule rule, bool isCertain, int index)
    {
        var answer = Ask(rule, isCertain, out var doesSomething);
        if (answer != Answer.Never || doesSomething)
            live.Add(rule);

        if (answer == Answer.Never)
            return;

        if (rule.Disruption is not null)
            Remember(ref _interrupted);

        if (rule.Allows != AllowScope.None)
            Remember(ref _allowed);

        if (rule.SkipTo <= index + 1)
            return;

        // A jump from further up may lead to a place behind this rule, which then has kept nothing from being reached.
        var certainUntil = answer == Answer.Always ? _jumps.Where(target => target > index).Append(rule.SkipTo).Min() : index;
        if (certainUntil > index + 1)
            _gates.Add((rule, certainUntil));

        if (certainUntil < rule.SkipTo || removals.IsRemovable(rule))
            _jumps.Add(rule.SkipTo);
    }

    /// <summary>Whether the whole rule matches where it is reached, and what its links change on the way.</summary>
    private Answer Ask(EngineRule rule, bool isCertain, out bool doesSomething)
    {
        doesSomething = false;
        var whole = Answer.Always;
        foreach (var link in rule.Links)
        {
            var answer = StaticAnswer.Of(link, facts[rule.SwitchableGroup], txNames);
            if (answer == Answer.Always && removals.CanLoseTargets(rule) && link.Operator is not null)
                answer = Answer.Maybe;

            whole = (Answer)Math.Min((int)whole, (int)answer);
            if (whole == Answer.Never)
                return whole;

            doesSomething |= link.MatchEffects.Length > 0 || link.Captures || link.Severity is not null;
            Apply(rule, link, isCertain && whole == Answer.Always && StaticAnswer.MatchesOnce(link));
        }

        return whole;
    }

    private void Apply(EngineRule rule, EngineLink link, bool isCertain)
    {
        for (var capture = 0; link.Captures && capture < Captures.Capacity; capture++)
            facts.Forget(capture);

        foreach (var effect in link.MatchEffects)
        {
            if (effect is SetTxEffect set)
                Apply(rule, set, isCertain);
            else if (effect is SetNamedTxEffect named)
                Forget(named);
        }
    }

    private void Apply(EngineRule rule, SetTxEffect set, bool isCertain)
    {
        foreach (var (group, known) in facts.All)
            Apply(known, set, isCertain && (rule.SwitchableGroup.Length == 0 || rule.SwitchableGroup == group));
    }

    private void Apply(TxFacts known, SetTxEffect set, bool isCertain)
    {
        var context = new StaticContext(known, txNames);
        var text = new ByteSlice(context.Expand(set.Value).ToArray());
        if (set.Operation == VariableOperation.Remove)
            known.Remove(set.Slot, isCertain);
        else if (set.Operation == VariableOperation.Set && !context.HasGuessed)
            known.Set(set.Slot, text, isCertain);
        else
            known.Forget(set.Slot);
    }

    /// <summary>The name is only known when it happens: any variable that begins like it may be the one.</summary>
    private void Forget(SetNamedTxEffect set)
    {
        var prefix = set.Name.Parts is [{ Variable: null } first, ..] ? first.Literal : default;
        for (var slot = 0; slot < txNames.Count; slot++)
        {
            var name = txNames[slot].Span;
            if (name.Length >= prefix.Length && NameText.AreEqual(name[..prefix.Length], prefix.Span))
                facts.Forget(slot);
        }
    }

    private void Remember(ref GroupFacts? place)
    {
        if (place is null)
            place = facts.Clone();
        else
            place.Join(facts);
    }
}
