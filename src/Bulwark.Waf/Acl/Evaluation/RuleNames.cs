using System.Collections.Frozen;
using System.Globalization;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>What a web ACL calls the SecLang rules of an engine.</summary>
internal sealed class RuleNames
{
    private const string AttackTag = "attack-";

    private readonly FrozenDictionary<int, RuleName> _names;
    private readonly FrozenDictionary<(string Group, string Name), RuleInfo> _rules;

    public RuleNames(IEnumerable<RuleInfo> rules)
    {
        var named = rules.Where(rule => rule.Group.Length > 0).Select(rule => (Rule: rule, Name: NameOf(rule))).ToList();
        _names = named.ToFrozenDictionary(pair => pair.Rule.Id, pair => pair.Name);
        _rules = named.DistinctBy(pair => (pair.Rule.Group, pair.Name.Name)).ToFrozenDictionary(pair => (pair.Rule.Group, pair.Name.Name), pair => pair.Rule);
    }

    public RuleName this[int id] => _names[id];

    /// <summary>The rule of that name in a group; null when there is none.</summary>
    public RuleInfo? Find(string group, string name) => _rules.GetValueOrDefault((group, name));

    private static RuleName NameOf(RuleInfo rule)
    {
        var prefix = $"bulwark/{rule.Group}/";
        var tag = rule.Tags.FirstOrDefault(tag => tag.StartsWith(prefix, StringComparison.Ordinal));
        var name = tag is null ? rule.Id.ToString(CultureInfo.InvariantCulture) : tag[prefix.Length..];
        var attacks = rule.Tags.Where(tag => tag.StartsWith(AttackTag, StringComparison.Ordinal));
        return new RuleName(name, [.. attacks.Prepend(name).Select(label => $"bulwark:{rule.Group}:{label}")]);
    }
}
