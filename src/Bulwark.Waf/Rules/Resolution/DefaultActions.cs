using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary><c>SecDefaultAction</c>: what the rules of a phase do where they do not say otherwise.</summary>
/// <remarks>
/// As in libmodsecurity 3 there is one for a phase and it holds for rules before and after it. Without one, matches are logged and nothing is
/// disrupted. A rule without any disruptive action has the default's, as the manual says and ModSecurity 2 and Coraza do.
/// </remarks>
internal sealed class DefaultActions
{
    private static readonly string[] Disruptive = ["pass", "deny", "drop", "allow", "redirect", "proxy"];
    private static readonly string[] Suitable = [.. Disruptive, "phase", "status", "log", "nolog", "auditlog", "noauditlog", "tag", "t"];

    private readonly Dictionary<RulePhase, IReadOnlyList<ActionSyntax>> _actions = [];

    /// <summary>The actions of a phase; none without a directive for it.</summary>
    public IReadOnlyList<ActionSyntax> this[RulePhase phase] => _actions.GetValueOrDefault(phase, []);

    /// <exception cref="RuleException">It lacks something, has something unsuitable, or is the second for its phase.</exception>
    public void Add(SecDefaultAction directive)
    {
        var list = new ActionList();
        foreach (var action in directive.Actions)
        {
            if (!Suitable.Contains(action.Name, StringComparer.Ordinal) || action is { Name: "t", Argument: "none" })
                throw new RuleException($"action '{Text(action)}' cannot be a default");

            list.Add(action);
        }

        if (list.Phase is not { } phase)
            throw new RuleException("a phase is missing");

        if (list.Disruption is null)
            throw new RuleException($"one of {string.Join(", ", Disruptive)} is missing");

        if (!_actions.TryAdd(phase, [.. directive.Actions.Where(action => action.Name != "phase")]))
            throw new RuleException($"phase {(int)phase} has its default actions already");
    }

    private static string Text(ActionSyntax action) => action.Argument is null ? action.Name : $"{action.Name}:{action.Argument}";
}
