using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation;

/// <summary>Answers all questions of a class about one value: transforms it as often as it must, and passes over each different result once.</summary>
/// <remarks>One belongs to each transaction. Chains that leave a value alone are told by one look at its bytes.</remarks>
internal sealed class ValueExaminer(TransactionState transaction)
{
    private readonly List<ByteBuffer> _buffers = [];
    private int[] _nodes = new int[32];
    private int _end;

    /// <summary>Gives back what large values have taken.</summary>
    public void Shrink()
    {
        foreach (var buffer in _buffers)
            buffer.Shrink();
    }

    /// <summary>Sets the bits of the questions that the value answers as their rules want it.</summary>
    public void Examine(QuestionClass questions, ReadOnlySpan<byte> value, Span<ulong> answers)
    {
        answers.Clear();
        _end = 0;
        while (_buffers.Count < questions.Depth)
            _buffers.Add(new ByteBuffer());

        if (_nodes.Length < questions.Nodes.Length)
            _nodes = new int[questions.Nodes.Length];

        Visit(questions, 0, value, 0, answers);
        for (var word = 0; word < answers.Length; word++)
            answers[word] ^= questions.Negated[word];
    }

    /// <summary>Collects the beginnings of chains that leave the value as it is, goes on with the others, and asks about the value what is asked after those collected.</summary>
    private void Visit(QuestionClass questions, int node, ReadOnlySpan<byte> value, int depth, Span<ulong> answers)
    {
        var present = ByteClassScan.Of(value);
        var begin = _end;
        _nodes[_end++] = node;
        for (var at = begin; at < _end; at++)
        {
            foreach (var child in questions.Nodes[_nodes[at]].Children)
            {
                if ((child.Triggers & present) != default && TryTransform(child, value, depth, out var changed))
                    Visit(questions, child.Number, changed, depth + 1, answers);
                else
                    _nodes[_end++] = child.Number;
            }
        }

        Ask(questions, _nodes.AsSpan(begin, _end - begin), value, answers);
        _end = begin;
    }

    private bool TryTransform(ChainNode child, ReadOnlySpan<byte> value, int depth, out ReadOnlySpan<byte> changed)
    {
        var buffer = _buffers[depth];
        buffer.Clear();
        var hasChanged = child.Last.TryTransform(value, buffer);
        changed = buffer.WrittenSpan;
        return hasChanged && transaction.Budget.TryTake(value.Length);
    }

    private void Ask(QuestionClass questions, ReadOnlySpan<int> nodes, ReadOnlySpan<byte> value, Span<ulong> answers)
    {
        QuestionGroup? only = null;
        var groups = 0;
        foreach (var node in nodes)
        {
            if (questions.Nodes[node].Questions is not { } group)
                continue;

            foreach (var (bit, question) in group.Operators)
            {
                if (transaction.Budget.TryTake(value.Length) && question.Evaluate(transaction, value))
                    answers[bit >> 6] |= 1UL << (bit & 63);
            }

            if (group.Patterns is null)
                continue;

            only = group;
            groups++;
        }

        if (groups == 0 || !transaction.Budget.TryTake(value.Length))
            return;

        if (groups == 1)
            AskOne(only!, value, answers);
        else
            AskAll(questions, nodes, value, answers);
    }

    private void AskOne(QuestionGroup group, ReadOnlySpan<byte> value, Span<ulong> answers)
    {
        Span<ulong> matched = stackalloc ulong[MostWords];
        matched = matched[..group.Patterns!.Words];
        matched.Clear();
        group.Patterns.Match(value, matched, ref transaction.Matching);
        var (first, shift) = (group.FirstPattern >> 6, group.FirstPattern & 63);
        for (var word = 0; word < matched.Length; word++)
        {
            answers[first + word] |= matched[word] << shift;
            if (shift != 0 && matched[word] >> (64 - shift) is not 0 and var rest)
                answers[first + word + 1] |= rest;
        }
    }

    private void AskAll(QuestionClass questions, ReadOnlySpan<int> nodes, ReadOnlySpan<byte> value, Span<ulong> answers)
    {
        Span<ulong> matched = stackalloc ulong[MostWords];
        matched = matched[..answers.Length];
        matched.Clear();
        questions.AllPatterns!.Match(value, matched, ref transaction.Matching);
        if (!matched.ContainsAnyExcept(0UL))
            return;

        foreach (var node in nodes)
        {
            if (questions.Nodes[node].Questions is not { } group)
                continue;

            for (var word = 0; word < answers.Length; word++)
                answers[word] |= matched[word] & group.PatternMask[word];
        }
    }

    /// <summary>More questions than this about the same values are put into several classes.</summary>
    public const int MostWords = 32;
}
