using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>Turns a draft into a rule: its actions with the defaults of its phase and its updates, its targets with their exclusions.</summary>
internal sealed class RuleResolver(DefaultActions defaults, RuleUpdates updates, ProblemList problems)
{
    private static readonly string[] HeadOnly = ["id", "phase", "block", "pass", "deny", "drop", "allow", "redirect", "proxy", "status"];

    private readonly Dictionary<int, SourceLocation> _ids = [];

    /// <summary>The rule, with what <c>skip</c> and <c>skipAfter</c> say; null when it has a problem.</summary>
    public ResolvedRule? Resolve(RuleDraft draft)
    {
        var before = problems.Count;
        var head = draft.Links[0];
        if (ReadHead(head) is not var (id, phase))
            return null;

        CheckLinks(draft);
        var lists = draft.Links.Select((link, index) => ReadActions(link, id, phase, index)).ToList();
        if (problems.Count > before)
            return null;

        var rule = new Rule
        {
            Id = id,
            Phase = phase,
            Links = [.. draft.Links.Select((link, index) => Link(link, lists[index], id, index))],
            Disruption = Disruption(lists[0], phase),
            IsLogged = FirstOf(lists, list => list.IsLogged) ?? true,
            IsAuditLogged = FirstOf(lists, list => list.IsAuditLogged) ?? true,
        };

        foreach (var update in updates.Misplaced(rule))
            problems.Add(update.Location, $"SecRuleUpdateActionById: rule {id} has no link {update.Link}");

        return new ResolvedRule(rule, FirstOf(lists, list => list.Skip), lists.Find(list => list.SkipAfter is not null)?.SkipAfter);
    }

    private (int Id, RulePhase Phase)? ReadHead(LinkDraft head)
    {
        var list = new ActionList();
        foreach (var action in head.Actions.Where(action => action.Name is "id" or "phase"))
        {
            if (!problems.Try(head.Location, () => list.Add(action)))
                return null;
        }

        if (list.Id is not { } id)
        {
            problems.Add(head.Location, "the rule has no id");
            return null;
        }

        if (!_ids.TryAdd(id, head.Location))
        {
            problems.Add(head.Location, $"id {id} is that of the rule at {_ids[id]} already");
            return null;
        }

        return (id, list.Phase ?? RulePhase.RequestBody);
    }

    private void CheckLinks(RuleDraft draft)
    {
        foreach (var link in draft.Links.Skip(1))
        {
            foreach (var action in link.Actions.Where(action => HeadOnly.Contains(action.Name, StringComparer.Ordinal)))
                problems.Add(link.Location, $"{action.Name}: only the first rule of a chain can have it");
        }

        foreach (var link in draft.Links.Where(link => link.Operator is not null && link.Targets.All(target => target.Form == TargetForm.Exclusion)))
            problems.Add(link.Location, "the rule has exclusions, but nothing to exclude them from");
    }

    private ActionList ReadActions(LinkDraft link, int id, RulePhase phase, int index)
    {
        // Links inherit the default transformations only: everything else of a chain is said once.
        var inherited = defaults[phase].Where(action => index == 0 || action.Name == "t");
        var list = new ActionList();
        foreach (var action in inherited.Concat(link.Actions).Concat(updates.ActionsOf(id, index)))
            problems.Try(link.Location, () => list.Add(action));

        return list;
    }

    private RuleLink Link(LinkDraft draft, ActionList list, int id, int index)
    {
        List<TargetSyntax> added = index == 0 ? [.. updates.TargetsOf(id, list.Tags.Select(tag => tag.Text), list.Message?.Text)] : [];
        return new RuleLink
        {
            Location = draft.Location,
            Targets = TargetResolver.Resolve(draft.Targets, added),
            Operator = draft.Operator,
            Transformations = list.Transformations,
            IsMultiMatch = list.IsMultiMatch,
            IsCapture = list.IsCapture,
            Actions = list.Actions,
            Message = list.Message,
            LogData = list.LogData,
            Severity = list.Severity,
            Tags = list.Tags,
            Version = list.Version,
            Revision = list.Revision,
            Maturity = list.Maturity,
            Accuracy = list.Accuracy,
        };
    }

    private Disruption Disruption(ActionList list, RulePhase phase)
    {
        if (list.Disruption is not var (kind, url))
            (kind, url) = list.IsBlock ? Default(phase) : (DisruptionKind.Pass, null);

        return kind == DisruptionKind.Redirect
            ? new Disruption(kind, list.Status is 301 or 302 or 303 or 307 or 308 ? list.Status.Value : Rules.Disruption.Found, url)
            : new Disruption(kind, list.Status ?? Rules.Disruption.Forbidden, url);
    }

    private (DisruptionKind Kind, MacroText? Url) Default(RulePhase phase)
    {
        var list = new ActionList();
        foreach (var action in defaults[phase])
            list.Add(action);

        return list.Disruption ?? (DisruptionKind.Pass, null);
    }

    /// <summary>What the first link says that says anything: the head counts most, because its actions run after those of what is chained with it.</summary>
    private static T? FirstOf<T>(List<ActionList> lists, Func<ActionList, T?> word)
        where T : struct => lists.Select(word).FirstOrDefault(value => value is not null);
}
