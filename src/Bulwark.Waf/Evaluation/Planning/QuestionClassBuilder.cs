using Bulwark.Waf.Matching;
using Bulwark.Waf.Matching.Automata;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Gives questions their bits and groups them by their chains.</summary>
internal sealed class QuestionClassBuilder
{
    private readonly List<ChainNode> _nodes = [new(0, last: null)];
    private readonly Dictionary<Question, int> _bits = [];
    private readonly AutomatonMemory _memory;
    private readonly List<IGrouping<ChainNode, Question>> _groups;

    public QuestionClassBuilder(IEnumerable<Question> questions, AutomatonMemory memory)
    {
        _memory = memory;
        _groups = [.. questions.GroupBy(NodeOf)];
        foreach (var question in Patterns.Concat(_groups.SelectMany(group => group).Where(question => question.Pattern is null)))
            _bits.Add(question, _bits.Count);
    }

    /// <summary>The bit of each question.</summary>
    public IReadOnlyDictionary<Question, int> Bits => _bits;

    private IEnumerable<Question> Patterns => _groups.SelectMany(group => group).Where(question => question.Pattern is not null);

    public QuestionClass Build()
    {
        foreach (var group in _groups)
            group.Key.Questions = Build(group);

        return new QuestionClass
        {
            Words = (_bits.Count + 63) / 64,
            Negated = Mask(_bits.Keys.Where(question => question.IsNegated)),
            Nodes = [.. _nodes],
            AllPatterns = _groups.Count(group => group.Any(question => question.Pattern is not null)) > 1 ? SetOf(Patterns) : null,
            Depth = _bits.Keys.Max(question => question.Chain.Count),
        };
    }

    private ChainNode NodeOf(Question question) => question.Chain.Aggregate(_nodes[0], (node, transformation) => node.Child(transformation, _nodes));

    private QuestionGroup Build(IGrouping<ChainNode, Question> group)
    {
        var patterns = group.Where(question => question.Pattern is not null).ToList();
        return new QuestionGroup
        {
            Patterns = patterns.Count > 0 ? SetOf(patterns) : null,
            FirstPattern = patterns.Count > 0 ? _bits[patterns[0]] : 0,
            PatternMask = Mask(patterns),
            Operators = [.. group.Where(question => question.Pattern is null).Select(question => (_bits[question], question.Operator))],
        };
    }

    private PatternSet SetOf(IEnumerable<Question> questions) => PatternSet.Build([.. questions.Select(question => question.Pattern!)], _memory);

    private ulong[] Mask(IEnumerable<Question> questions)
    {
        var mask = new ulong[(_bits.Count + 63) / 64];
        foreach (var question in questions)
            mask[_bits[question] >> 6] |= 1UL << (_bits[question] & 63);

        return mask;
    }
}
