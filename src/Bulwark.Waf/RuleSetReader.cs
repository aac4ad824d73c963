using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules;

namespace Bulwark.Waf;

/// <summary>Reads sources one after the other, as if one file included them all.</summary>
internal static class RuleSetReader
{
    /// <exception cref="RuleException">Every problem of all sources.</exception>
    public static RuleSet Read(IEnumerable<RuleSource> sources)
    {
        var problems = new ProblemList();
        List<Directive> directives = [];
        foreach (var source in sources)
            directives.AddRange(Read(source, problems).Directives);

        var rules = RuleSetBuilder.Build(new RuleDocument(directives), problems);
        problems.ThrowIfAny();
        return rules;
    }

    private static RuleDocument Read(RuleSource source, ProblemList problems) => source.Text is { } text
        ? SecLangParser.ReadText(source.Name, text, problems)
        : SecLangParser.ReadFiles([source.Name], problems);
}
