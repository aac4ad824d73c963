using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Factors;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching;

/// <summary>One question that a <see cref="PatternSet"/> asks of a value.</summary>
/// <remarks>One object may be part of several sets; they then share what its own automaton has learned. Each kind may be asked of the value before
/// <c>t:lowercase</c>: it matches that where it would match the lower-cased value.</remarks>
internal sealed class PatternSource
{
    private readonly Pattern? _pattern;
    private Recognizer? _recognizer;

    private PatternSource(Node tree, Pattern? pattern, bool beforeLowerCasing)
    {
        _pattern = beforeLowerCasing ? pattern?.BeforeLowerCasing() : pattern;
        var root = _pattern?.Root ?? (beforeLowerCasing ? Trees.BeforeLowerCasing(tree) : tree);
        var (relaxed, isExact) = Relaxation.Of(root);
        Tree = Trimming.Trim(relaxed);
        IsExact = isExact;
    }

    /// <summary>What an automaton looks for.</summary>
    public Node Tree { get; }

    /// <summary>Whether that is all there is to look for.</summary>
    public bool IsExact { get; }

    /// <summary><c>@rx</c>.</summary>
    public static PatternSource Regex(Pattern pattern, bool beforeLowerCasing = false) => new(pattern.Root, pattern, beforeLowerCasing);

    /// <summary><c>@pm</c>: one of the phrases is inside, letters in either case.</summary>
    public static PatternSource Phrases(IEnumerable<ReadOnlyMemory<byte>> phrases, bool beforeLowerCasing = false) =>
        new(PhraseTree.Of(phrases), pattern: null, beforeLowerCasing);

    /// <summary><c>@contains</c>.</summary>
    public static PatternSource Contains(ReadOnlySpan<byte> text, bool beforeLowerCasing = false) =>
        new(PhraseTree.Of(text), pattern: null, beforeLowerCasing);

    /// <summary><c>@beginsWith</c>.</summary>
    public static PatternSource BeginsWith(ReadOnlySpan<byte> text, bool beforeLowerCasing = false) =>
        new(new Node.Sequence([new Node.Assertion(AssertionKind.Start), PhraseTree.Of(text)]), pattern: null, beforeLowerCasing);

    /// <summary><c>@endsWith</c>.</summary>
    public static PatternSource EndsWith(ReadOnlySpan<byte> text, bool beforeLowerCasing = false) =>
        new(new Node.Sequence([PhraseTree.Of(text), new Node.Assertion(AssertionKind.End)]), pattern: null, beforeLowerCasing);

    /// <summary><c>@streq</c>.</summary>
    public static PatternSource Equal(ReadOnlySpan<byte> text, bool beforeLowerCasing = false) =>
        new(new Node.Sequence([new Node.Assertion(AssertionKind.Start), PhraseTree.Of(text), new Node.Assertion(AssertionKind.End)]), pattern: null, beforeLowerCasing);

    /// <summary>What answers the question alone; the first set that asks decides whose memory it uses.</summary>
    public Recognizer RecognizerIn(AutomatonMemory memory)
    {
        if (_recognizer is { } known)
            return known;

        Interlocked.CompareExchange(ref _recognizer, new Recognizer(Tree, IsExact ? null : _pattern, memory), null);
        return _recognizer;
    }
}
