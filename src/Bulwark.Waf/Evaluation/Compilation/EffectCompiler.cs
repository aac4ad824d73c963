using Bulwark.Waf.Actions;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Actions;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Compilation;

/// <summary>Makes the actions of rules ready for execution.</summary>
/// <param name="rules">All rules; the index of a rule is its number in the engine.</param>
/// <param name="txNames">The slots of <c>TX</c>.</param>
internal sealed class EffectCompiler(IReadOnlyList<Rule> rules, NameIndex txNames)
{
    // Hundreds of actions select the rules of a handful of tags.
    private readonly Dictionary<string, RuleMask> _masksOfTags = new(StringComparer.Ordinal);

    /// <summary>What the action does; null for one that means nothing here, as those about the audit log.</summary>
    /// <exception cref="RuleException">A selector is not a regular expression.</exception>
    public RuleEffect? Compile(RuleAction action) => action switch
    {
        SetVariable { Collection: VariableKind.Tx } set => SetTx(set),
        SetVariable set => new SetPersistentEffect(set.Collection, set.Name, set.Operation, set.Value),
        ExpireVariable expire => new ExpireEffect(expire.Collection, expire.Name, expire.Seconds),
        InitCollection init => new OpenCollectionEffect(init.Collection, init.Key),
        SetCollectionId id => new OpenCollectionEffect(id.Collection, id.Key, ScalarOf(id.Collection)),
        SetEnvironment environment => new SetEnvironmentEffect(environment.Name, environment.Value),
        RemoveRules remove => new RemoveRulesEffect(MaskOf(remove.Rules)),
        RemoveTargets remove => new RemoveTargetEffect(MaskOf(remove.Rules), TargetCompiler.Compile(remove.Target)),
        RemovePaths remove => new RemovePathEffect(MaskOf(remove.Rules), new PathSelector(remove.Path)),
        SetRuleEngine mode => new SetRuleEngineEffect(mode.Mode),
        SetRequestBodyAccess access => new SetRequestBodyAccessEffect(access.IsOn),
        SetResponseBodyAccess access => new SetResponseBodyAccessEffect(access.IsOn),
        SetRequestBodyFormat format => new SetRequestBodyFormatEffect(format.Format),
        ForceRequestBodyVariable force => new ForceRequestBodyVariableEffect(force.IsOn),
        SetRequestBodyLimit limit => new SetBodyLimitEffect(limit.Limit, response: null),
        SetResponseBodyLimit limit => new SetBodyLimitEffect(request: null, limit.Limit),
        _ => null,
    };

    private RuleEffect SetTx(SetVariable set)
    {
        if (!set.Name.IsConstant)
            return new SetNamedTxEffect(set.Name, set.Operation, set.Value);

        var slot = txNames.FindOrAdd(ByteSlice.Of(set.Name.Text));
        return new SetTxEffect(slot, set.Operation, set.Value);
    }

    private static VariableKind? ScalarOf(VariableKind collection) => collection switch
    {
        VariableKind.Session => VariableKind.SessionId,
        VariableKind.User => VariableKind.UserId,
        _ => null,
    };

    private RuleMask MaskOf(RuleSelection selection)
    {
        if (selection.Tag is not { } tag)
            return NewMaskOf(selection);

        if (!_masksOfTags.TryGetValue(tag, out var mask))
            _masksOfTags.Add(tag, mask = NewMaskOf(selection));

        return mask;
    }

    private RuleMask NewMaskOf(RuleSelection selection)
    {
        var mask = new RuleMask(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var head = rules[i].Head;
            if (selection.Contains(rules[i].Id, head.Tags.Select(tag => tag.Text), head.Message is { } message ? message.Text : null))
                mask[i] = true;
        }

        return mask;
    }
}
