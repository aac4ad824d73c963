using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Statements;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes the rules of a web ACL ready, and tells everything that is wrong with them.</summary>
internal sealed class WebAclCompiler
{
    private readonly AclProblems _problems;
    private readonly RuleNames _names;
    private readonly IReadOnlyList<string> _groups;
    private readonly StatementCompiler _statements;
    private readonly ActionCompiler _actions;

    /// <param name="problems">Where problems go.</param>
    /// <param name="names">The rules of the engine.</param>
    /// <param name="groups">Its groups in the order in which they are asked where no rule says another.</param>
    /// <param name="statements">What makes statements ready.</param>
    public WebAclCompiler(AclProblems problems, RuleNames names, IReadOnlyList<string> groups, StatementCompiler statements)
    {
        _problems = problems;
        _names = names;
        _groups = groups;
        _statements = statements;
        _actions = new ActionCompiler(problems);
    }

    /// <summary>The default action.</summary>
    public AclAction CompileDefault(AclActionOptions options)
    {
        if (options.Kind == AclActionKind.Count)
            _problems.Add("defaultAction.kind", "must be Allow or Block");

        return _actions.Compile(options, "defaultAction");
    }

    /// <summary>The rules by their priorities, then the groups that no rule refers to.</summary>
    public AclEntry[] Compile(WebAclOptions options)
    {
        CheckNames(options.Rules, "rules");
        foreach (var group in options.Groups.Keys.Except(_groups, StringComparer.Ordinal))
            _problems.Add($"groups.{group}", $"there is no group '{group}', only {string.Join(", ", _groups)}");

        var rules = options.Rules.Select((rule, i) => (rule.Priority, Entry: CompileRule(rule, $"rules[{i}]"))).OrderBy(pair => pair.Priority);
        var entries = rules.Select(pair => pair.Entry).OfType<AclEntry>().ToList();
        var referred = entries.OfType<EngineGroup>().Select(entry => entry.Group);
        var others = _groups.Except(referred, StringComparer.Ordinal).ToList();
        return [.. entries, .. others.Select(group => new EngineGroup(group, group, _names, EngineGroupSettings.Default))];
    }

    private void CheckNames(IReadOnlyList<AclRuleOptions> rules, string path)
    {
        foreach (var name in rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            _problems.Add(path, $"two rules have the name '{name.Key}'");

        foreach (var priority in rules.GroupBy(rule => rule.Priority).Where(group => group.Count() > 1))
            _problems.Add(path, $"two rules have the priority {priority.Key}");
    }

    private AclEntry? CompileRule(AclRuleOptions rule, string path)
    {
        var isGroup = rule.Statement.ManagedRuleGroup is not null || rule.Statement.RuleGroup is not null;
        if (!isGroup)
            return CompilePlain(rule, path);

        if (rule.Action is not null)
            _problems.Add($"{path}.action", "a rule group has the actions of its rules; overrideToCount and ruleActionOverrides change them");

        if (rule.Labels.Count > 0)
            _problems.Add($"{path}.labels", "a rule group adds the labels of its rules");

        if (rule.Statement is { ManagedRuleGroup: not null, RuleGroup: not null })
            _problems.Add($"{path}.statement", "must hold exactly one statement");

        return rule.Statement.ManagedRuleGroup is { } managed
            ? CompileManaged(rule.Name, managed, $"{path}.statement.managedRuleGroup")
            : CompileOwn(rule.Name, rule.Statement.RuleGroup!, $"{path}.statement.ruleGroup");
    }

    private AclRule? CompilePlain(AclRuleOptions rule, string path, string? group = null)
    {
        if (rule.Name.Length == 0)
            _problems.Add($"{path}.name", "is empty");

        if (rule.Labels.Count > LabelNames.MostOfRule)
            _problems.Add($"{path}.labels", $"holds more than {LabelNames.MostOfRule} labels");

        for (var i = 0; i < rule.Labels.Count; i++)
            CheckLabel(rule.Labels[i], $"{path}.labels[{i}]");

        var statement = _statements.CompileOfRule(rule.Statement, $"{path}.statement", group is null ? rule.Name : $"{group}/{rule.Name}");
        if (rule.Action is null)
        {
            _problems.Add($"{path}.action", "is missing");
            return null;
        }

        if (rule.Statement.RateBased is not null && rule.Action.Kind == AclActionKind.Allow)
            _problems.Add($"{path}.action.kind", "a rate-based rule cannot allow");

        var action = _actions.Compile(rule.Action, $"{path}.action");
        return statement is null ? null : new AclRule(rule.Name, statement, action, [.. rule.Labels]);
    }

    private void CheckLabel(string label, string path)
    {
        if (label.StartsWith(LabelNames.Reserved, StringComparison.Ordinal))
            _problems.Add(path, $"labels that begin with '{LabelNames.Reserved}' are those of rule groups");
        else if (LabelNames.ProblemOf(label) is { } problem)
            _problems.Add(path, problem);
    }

    private EngineGroup? CompileManaged(string name, ManagedRuleGroupOptions options, string path)
    {
        if (!_groups.Contains(options.Name, StringComparer.Ordinal))
        {
            _problems.Add($"{path}.name", $"there is no group '{options.Name}', only {string.Join(", ", _groups)}");
            return null;
        }

        Dictionary<string, AclAction> overrides = new(StringComparer.Ordinal);
        foreach (var (rule, action) in options.RuleActionOverrides)
        {
            CheckOverride(options.Name, rule, action, $"{path}.ruleActionOverrides.{rule}");
            overrides[rule] = _actions.Compile(action, $"{path}.ruleActionOverrides.{rule}");
        }

        Statement? scopeDown = null;
        if (options.ScopeDown is { } scope)
            scopeDown = _statements.Compile(scope, $"{path}.scopeDown", depth: 1);

        return new EngineGroup(name, options.Name, _names, new EngineGroupSettings(overrides, options.OverrideToCount, scopeDown));
    }

    private void CheckOverride(string group, string rule, AclActionOptions action, string path)
    {
        if (_names.Find(group, rule) is not { } found)
            _problems.Add(path, $"there is no rule '{rule}' in the group '{group}'");
        else if (!found.IsDisruptive && action.Kind == AclActionKind.Count)
            _problems.Add(path, $"rule '{rule}' only adds to a score: counting it changes nothing (SecRuleRemoveById takes it away)");
    }

    private OwnRuleGroup CompileOwn(string name, RuleGroupOptions options, string path)
    {
        CheckNames(options.Rules, $"{path}.rules");
        foreach (var rule in options.RuleActionOverrides.Keys.Where(rule => !options.Rules.Any(other => other.Name == rule)))
            _problems.Add($"{path}.ruleActionOverrides.{rule}", $"there is no rule '{rule}' in the group");

        var overrides = options.RuleActionOverrides.ToDictionary(pair => pair.Key, pair => _actions.Compile(pair.Value, $"{path}.ruleActionOverrides.{pair.Key}"), StringComparer.Ordinal);
        var rules = options.Rules.Select((rule, i) => (rule.Priority, Rule: CompilePlain(rule, $"{path}.rules[{i}]", name))).OrderBy(pair => pair.Priority);
        return new OwnRuleGroup(
            name,
            [.. rules.Where(pair => pair.Rule is not null).Select(pair => (pair.Rule!, overrides.GetValueOrDefault(pair.Rule!.Name, pair.Rule.Action)))],
            options.OverrideToCount);
    }
}
