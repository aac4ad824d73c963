using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Rules;

/// <summary>The rules of each phase in their order, after all removals and updates, and the settings of the engine.</summary>
internal sealed record RuleSet(IReadOnlyDictionary<RulePhase, IReadOnlyList<Rule>> Phases, EngineSettings Settings)
{
    /// <summary>The rules of a phase, in the order in which they are evaluated.</summary>
    public IReadOnlyList<Rule> this[RulePhase phase] => Phases[phase];

    /// <summary>All rules, phase by phase.</summary>
    public IEnumerable<Rule> Rules => Enum.GetValues<RulePhase>().SelectMany(phase => Phases[phase]);

    /// <summary>Reads and resolves files, one after the other, as if one file included them all.</summary>
    /// <exception cref="RuleException">Every problem of all files, of their syntax and of their meaning.</exception>
    public static RuleSet Load(IEnumerable<string> paths)
    {
        var problems = new ProblemList();
        return Build(SecLangParser.ReadFiles(paths, problems), problems);
    }

    /// <summary>Reads and resolves rules that stand in no file.</summary>
    /// <param name="name">What messages call the text.</param>
    /// <param name="text">The rules.</param>
    /// <exception cref="RuleException">Every problem.</exception>
    public static RuleSet LoadText(string name, string text)
    {
        var problems = new ProblemList();
        return Build(SecLangParser.ReadText(name, text, problems), problems);
    }

    private static RuleSet Build(RuleDocument document, ProblemList problems)
    {
        var rules = RuleSetBuilder.Build(document, problems);
        problems.ThrowIfAny();
        return rules;
    }
}
