using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Collects what the rules of a phase ask about the same values, and tells their targets where to find the answers.</summary>
internal sealed class SourceBuilder(AutomatonMemory memory)
{
    private const int MostQuestions = 64 * ValueExaminer.MostWords;

    private readonly List<Source> _sources = [];

    public IReadOnlyList<Source> Sources => _sources;

    /// <summary>Adds the sources of a phase and the probes of its rules' targets.</summary>
    public void AddPhase(IReadOnlyList<EngineRule> rules)
    {
        var askers = rules.SelectMany(rule => rule.Links).SelectMany(Askers).ToList();
        var sources = askers.GroupBy(asker => asker.Key)
            .SelectMany(group => group.Chunk(MostQuestions / 16)) // multiMatch asks several questions
            .Where(IsWorthwhile)
            .OrderByDescending(chunk => chunk.Length);

        foreach (var alike in Merge(sources))
            Add(alike);
    }

    private static IEnumerable<Asker> Askers(EngineLink link)
    {
        var questions = Question.Of(link);
        if (questions.Count is 0 or > 16)
            yield break;

        foreach (var target in link.Targets)
        {
            if (SourceKey.Of(target) is { } key)
                yield return new Asker(key, target, questions);
        }
    }

    // One cheap question about one value costs less than to write down its answer.
    private static bool IsWorthwhile(Asker[] askers) =>
        askers is not [{ Questions: [{ Pattern: null }] } only] || (VariableTable.IsCollection(only.Key.Kind) && only.Key.Name is null);

    /// <summary>Values about which mostly the same is asked share one class of questions, which then learns from all of them.</summary>
    private static List<List<Asker[]>> Merge(IEnumerable<Asker[]> sources)
    {
        List<(List<Asker[]> Sources, HashSet<Question> Questions)> classes = [];
        foreach (var source in sources)
        {
            var questions = source.SelectMany(asker => asker.Questions).ToHashSet();
            var alike = classes.Find(one => AreAlike(one.Questions, questions));
            if (alike.Sources is null)
            {
                classes.Add(([source], questions));
                continue;
            }

            alike.Sources.Add(source);
            alike.Questions.UnionWith(questions);
        }

        return [.. classes.Select(one => one.Sources)];
    }

    private static bool AreAlike(HashSet<Question> left, HashSet<Question> right)
    {
        var common = right.Count(left.Contains);
        var all = left.Count + right.Count - common;
        return 2 * common >= all && all <= MostQuestions;
    }

    private void Add(List<Asker[]> alike)
    {
        var builder = new QuestionClassBuilder(alike.SelectMany(askers => askers).SelectMany(asker => asker.Questions).Distinct(), memory);
        var questions = builder.Build();
        foreach (var askers in alike)
        {
            var source = SourceOf(askers[0], questions);
            _sources.Add(source);
            foreach (var asker in askers)
                asker.Target.Probe = new Probe(source, BitsOf(asker.Questions, builder.Bits, questions.Words));
        }
    }

    private Source SourceOf(Asker asker, QuestionClass questions) => new(
        _sources.Count,
        asker.Key.Kind,
        asker.Key is { Name: not null, Kind: not VariableKind.Xml } ? asker.Target.KeyBytes : null,
        asker.Key is { Kind: VariableKind.Xml, Name: "//@*" },
        questions);

    private static ulong[] BitsOf(IEnumerable<Question> questions, IReadOnlyDictionary<Question, int> bits, int words)
    {
        var mask = new ulong[words];
        foreach (var question in questions)
            mask[bits[question] >> 6] |= 1UL << (bits[question] & 63);

        return mask;
    }

    private sealed record Asker(SourceKey Key, EngineTarget Target, IReadOnlyList<Question> Questions);
}
