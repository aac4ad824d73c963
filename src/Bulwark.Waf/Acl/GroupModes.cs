using System.Collections.Concurrent;
using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Acl;

/// <summary>The modes of the groups of an engine, and the rules that are not asked because of them.</summary>
internal sealed class GroupModes
{
    private readonly WafEngine _engine;
    private readonly ConcurrentDictionary<string, GroupMode> _modes;
    private volatile RuleMask _off;

    public GroupModes(WafEngine engine, IEnumerable<KeyValuePair<string, GroupMode>> modes)
    {
        _engine = engine;
        _modes = new ConcurrentDictionary<string, GroupMode>(modes, StringComparer.Ordinal);
        _off = RulesThatAreOff();
    }

    /// <summary>The rules of all groups that are off.</summary>
    public RuleMask Off => _off;

    public GroupMode this[string group] => _modes.GetValueOrDefault(group, GroupMode.Off);

    public void Set(string group, GroupMode mode)
    {
        lock (_modes)
        {
            _modes[group] = mode;
            _off = RulesThatAreOff();
        }
    }

    private RuleMask RulesThatAreOff()
    {
        var rules = _engine.Plan.Rules.All;
        return RuleMask.Of(rules.Count, rules.Where(rule => rule.SwitchableGroup.Length > 0 && this[rule.SwitchableGroup] == GroupMode.Off).Select(rule => rule.Number));
    }
}
