using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Actions;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation.Compilation;

/// <summary>Makes a rule set ready for evaluation: names become slots, operators and transformations objects, selections of rules sets of their numbers.</summary>
internal sealed class RuleCompiler
{
    private readonly ProblemList _problems;
    private readonly NameIndex _txNames;
    private readonly EffectCompiler _effects;
    private readonly TransformationTable _transformations;
    private readonly TransformationChains _chains = new();
    private readonly IReadOnlyDictionary<string, string> _groups;

    private RuleCompiler(RuleSet rules, IReadOnlyDictionary<string, string> groups, ProblemList problems)
    {
        _problems = problems;
        _transformations = new TransformationTable(rules.Settings.UnicodeMap);
        _groups = groups;
        _txNames = TxNames.Of(rules);
        _effects = new EffectCompiler([.. rules.Rules], _txNames);
    }

    /// <param name="rules">The rules.</param>
    /// <param name="groups">The group of each file.</param>
    /// <exception cref="RuleException">What cannot be evaluated: a pattern that is none, a file that is missing; all of it at once.</exception>
    public static EngineRules Compile(RuleSet rules, IReadOnlyDictionary<string, string> groups)
    {
        var problems = new ProblemList();
        var compiler = new RuleCompiler(rules, groups, problems);
        var numbered = rules.Rules.Select(compiler.Compile).ToArray();
        problems.ThrowIfAny();
        return new EngineRules(numbered, compiler._txNames, compiler._chains);
    }

    private EngineRule Compile(Rule rule, int number) => new()
    {
        Info = InfoOf(rule) with { Group = _groups.GetValueOrDefault(rule.Location.File, "") },
        Number = number,
        Links = [.. rule.Links.Select(Compile)],
        IsLogged = rule.IsLogged,
        Disruption = rule.Disruption.Kind switch
        {
            DisruptionKind.Deny => InterruptionAction.Deny,
            DisruptionKind.Drop => InterruptionAction.Drop,
            DisruptionKind.Redirect => InterruptionAction.Redirect,
            _ => null,
        },
        Status = rule.Disruption.Status,
        RedirectTo = rule.Disruption.Url,
        Allows = rule.Disruption.Kind switch
        {
            DisruptionKind.Allow => AllowScope.Transaction,
            DisruptionKind.AllowRequest => AllowScope.Request,
            DisruptionKind.AllowPhase => AllowScope.Phase,
            _ => AllowScope.None,
        },
        SkipTo = rule.JumpTo ?? 0,
    };

    private static RuleInfo InfoOf(Rule rule) => new(
        rule.Id,
        (int)rule.Phase,
        rule.Location,
        [.. rule.Head.Tags.Select(tag => tag.Text)],
        rule.Head.Severity,
        rule.Head.Version ?? "",
        rule.Head.Revision ?? "",
        rule.Disruption.Interrupts);

    private EngineLink Compile(RuleLink link)
    {
        var effects = link.Actions.Select(action => (action, Effect: Try(link, () => _effects.Compile(action)))).Where(pair => pair.Effect is not null).ToList();
        return new EngineLink
        {
            Targets = [.. link.Targets.Select(target => Try(link, () => TargetCompiler.Compile(target, _txNames))).OfType<EngineTarget>()],
            Operator = link.Operator is { } question ? Try(link, () => OperatorTable.Create(question, link.Location)) : null,
            IsNegated = link.Operator?.IsNegated ?? false,
            Chain = _chains.Intern(link.Transformations.Select(TransformationOf)),
            Captures = link.IsCapture,
            IsMultiMatch = link.IsMultiMatch,
            MatchEffects = [.. effects.Where(pair => pair.action is SetVariable).Select(pair => pair.Effect!)],
            Effects = [.. effects.Where(pair => pair.action is not SetVariable).Select(pair => pair.Effect!)],
            Message = link.Message,
            LogData = link.LogData,
            Severity = link.Severity,
        };
    }

    private Transformation TransformationOf(string name) =>
        _transformations.TryFind(name, out var transformation) ? transformation : throw new InvalidOperationException($"t:{name} has passed the parser");

    private T? Try<T>(RuleLink link, Func<T?> compile)
        where T : class
    {
        try
        {
            return compile();
        }
        catch (RuleException problem)
        {
            _problems.Add(link.Location, problem.Message);
            return null;
        }
    }
}
