using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules.Resolution;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Rules;

/// <summary>Resolves what rule files say to a rule set.</summary>
internal sealed class RuleSetBuilder
{
    private readonly ProblemList _problems;
    private readonly DefaultActions _defaults = new();
    private readonly RuleUpdates _updates = new();
    private EngineSettings _settings = new();

    private RuleSetBuilder(ProblemList problems) => _problems = problems;

    /// <exception cref="RuleException">Every problem of the document.</exception>
    public static RuleSet Build(RuleDocument document)
    {
        var problems = new ProblemList();
        var rules = Build(document, problems);
        problems.ThrowIfAny();
        return rules;
    }

    /// <summary>Resolves what can be resolved; the rule set is of use only when there are no problems.</summary>
    public static RuleSet Build(RuleDocument document, ProblemList problems)
    {
        var builder = new RuleSetBuilder(problems);
        foreach (var directive in document.Directives)
            builder.Apply(directive);

        return builder.Resolve(new ChainReader(problems).Read(document.Directives));
    }

    private void Apply(Directive directive)
    {
        switch (directive)
        {
            case SecDefaultAction action:
                Try(action, "SecDefaultAction", () => _defaults.Add(action));
                break;
            case Setting setting:
                Try(setting, setting.Name, () => _settings = SettingsReader.Apply(_settings, setting));
                break;
            case ActionUpdate:
                Try(directive, "SecRuleUpdateActionById", () => _updates.Add(directive));
                break;
            default:
                _updates.Add(directive);
                break;
        }
    }

    private void Try(Directive directive, string name, Action apply) => _problems.Try(directive.Location, () =>
    {
        try
        {
            apply();
        }
        catch (RuleException e)
        {
            throw new RuleException($"{name}: {e.Message}", e);
        }
    });

    private RuleSet Resolve(IReadOnlyList<RuleDraft> drafts)
    {
        var resolver = new RuleResolver(_defaults, _updates, _problems);
        var places = new List<Place>();
        foreach (var draft in drafts)
        {
            if (draft.Marker is not null)
                places.Add(new Place(Rule: null, draft.Marker, IsKept: false));
            else if (resolver.Resolve(draft) is { } rule)
                places.Add(new Place(rule, Marker: null, IsKept: !_updates.Removes(rule.Rule)));
        }

        var isComplete = _problems.Count == 0;
        var phases = Enum.GetValues<RulePhase>()
            .ToDictionary(phase => phase, phase => new PhaseResolver(phase, places, _problems, isComplete).Resolve());
        return new RuleSet(phases, _settings);
    }
}
