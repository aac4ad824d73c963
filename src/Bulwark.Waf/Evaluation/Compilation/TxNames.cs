using Bulwark.Waf.Operators;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Actions;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Compilation;

/// <summary>Every name of <c>TX</c> that a rule set looks at or writes. The captures <c>0</c> to <c>9</c> have the slots of the same numbers.</summary>
internal static class TxNames
{
    public static NameIndex Of(RuleSet rules)
    {
        var names = new NameIndex();
        for (var capture = 0; capture < Captures.Capacity; capture++)
            names.FindOrAdd(ByteSlice.Of($"{capture}"));

        foreach (var link in rules.Rules.SelectMany(rule => rule.Links))
        {
            foreach (var name in Read(link).Concat(Written(link)))
                names.FindOrAdd(ByteSlice.Of(name));
        }

        return names;
    }

    private static IEnumerable<string> Read(Rules.RuleLink link) =>
        link.Targets.Where(target => target is { Kind: VariableKind.Tx, Selector: not null, IsRegex: false }).Select(target => target.Selector!);

    private static IEnumerable<string> Written(Rules.RuleLink link) =>
        link.Actions.OfType<SetVariable>()
            .Where(action => action.Collection == VariableKind.Tx && action.Name.IsConstant)
            .Select(action => action.Name.Text);
}
