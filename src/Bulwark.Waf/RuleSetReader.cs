using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules;

namespace Bulwark.Waf;

/// <summary>Reads sources one after the other, as if one file included them all.</summary>
internal static class RuleSetReader
{
    /// <param name="sources">The sources.</param>
    /// <param name="groups">The group of each file that was read.</param>
    /// <exception cref="RuleException">Every problem of all sources.</exception>
    public static RuleSet Read(IEnumerable<RuleSource> sources, out IReadOnlyDictionary<string, string> groups)
    {
        var problems = new ProblemList();
        List<Directive> directives = [];
        Dictionary<string, string> groupOfFile = new(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var read = Read(source, problems).Directives;
            directives.AddRange(read);
            foreach (var directive in read)
                groupOfFile.TryAdd(directive.Location.File, source.Group);
        }

        groups = groupOfFile;

        var rules = RuleSetBuilder.Build(new RuleDocument(directives), problems);
        problems.ThrowIfAny();
        return rules;
    }

    private static RuleDocument Read(RuleSource source, ProblemList problems) => source.Text is { } text
        ? SecLangParser.ReadText(source.Name, text, problems)
        : SecLangParser.ReadFiles([source.Name], problems);
}
