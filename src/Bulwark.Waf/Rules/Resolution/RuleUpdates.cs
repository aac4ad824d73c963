using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>The directives that remove or change rules.</summary>
/// <remarks>As in libmodsecurity 3 they hold for rules before and after them, and those that name no rule are no mistake.</remarks>
internal sealed class RuleUpdates
{
    private static readonly string[] Fixed = ["id", "phase", "chain"];

    private readonly List<RuleSelection> _removals = [];
    private readonly List<TargetUpdate> _targets = [];
    private readonly List<ActionUpdate> _actions = [];

    /// <exception cref="RuleException">It changes what cannot be changed.</exception>
    public void Add(Directive directive)
    {
        switch (directive)
        {
            case RuleRemoval removal:
                _removals.Add(removal.Rules);
                break;
            case TargetUpdate update:
                _targets.Add(update);
                break;
            case ActionUpdate update:
                Check(update);
                _actions.Add(update);
                break;
            default:
                break;
        }
    }

    public bool Removes(Rule rule) => _removals.Exists(removal => Selects(removal, rule));

    /// <summary>What is added to the targets of the head of a rule.</summary>
    public IEnumerable<TargetSyntax> TargetsOf(int id, IEnumerable<string> tags, string? message) =>
        _targets.Where(update => update.Rules.Contains(id, tags, message)).SelectMany(update => update.Targets);

    /// <summary>What is added to the actions of a link.</summary>
    public IEnumerable<ActionSyntax> ActionsOf(int id, int link) =>
        _actions.Where(update => update.Id == id && update.Link == link).SelectMany(update => update.Actions);

    /// <summary>Updates of links that their rule does not have.</summary>
    public IEnumerable<ActionUpdate> Misplaced(Rule rule) => _actions.Where(update => update.Id == rule.Id && update.Link >= rule.Links.Count);

    private static void Check(ActionUpdate update)
    {
        foreach (var action in update.Actions.Where(action => Fixed.Contains(action.Name, StringComparer.Ordinal)))
            throw new RuleException($"{action.Name} cannot be changed");
    }

    private static bool Selects(RuleSelection selection, Rule rule) =>
        selection.Contains(rule.Id, rule.Head.Tags.Select(tag => tag.Text), rule.Head.Message?.Text);
}
