namespace Bulwark.Waf.Matching.Syntax;

/// <summary>A part of a parsed pattern.</summary>
internal abstract class Node
{
    /// <summary>Matches the empty text.</summary>
    public static Node Empty { get; } = new Sequence([]);

    /// <summary>Matches nothing at all.</summary>
    public static Node Never { get; } = new Bytes(ByteSet.None);

    /// <summary>One byte out of a set.</summary>
    public sealed class Bytes(ByteSet set) : Node
    {
        public ByteSet Set { get; } = set;
    }

    /// <summary>One part after the other.</summary>
    public sealed class Sequence(Node[] parts) : Node
    {
        public Node[] Parts { get; } = parts;
    }

    /// <summary><c>a|b</c>, the first that fits.</summary>
    public sealed class Alternation(Node[] branches) : Node
    {
        public Node[] Branches { get; } = branches;
    }

    /// <summary><c>a{2,5}</c>.</summary>
    /// <param name="body">What is repeated.</param>
    /// <param name="min">How often at least.</param>
    /// <param name="max">How often at most; <see cref="Unbounded"/> for no limit.</param>
    /// <param name="mode">Which number of repetitions is tried first.</param>
    public sealed class Repeat(Node body, int min, int max, RepeatMode mode) : Node
    {
        public const int Unbounded = int.MaxValue;

        public Node Body { get; } = body;

        public int Min { get; } = min;

        public int Max { get; } = max;

        public RepeatMode Mode { get; } = mode;
    }

    /// <summary><c>(a)</c>: what it matched is kept under its number, the first being 1.</summary>
    public sealed class Group(int number, Node body) : Node
    {
        public int Number { get; } = number;

        public Node Body { get; } = body;
    }

    /// <summary><c>\b</c>, <c>^</c> and the like.</summary>
    public sealed class Assertion(AssertionKind kind) : Node
    {
        public AssertionKind Kind { get; } = kind;
    }

    /// <summary><c>(?>a)</c>: once it has matched, it does not try otherwise.</summary>
    public sealed class Atomic(Node body) : Node
    {
        public Node Body { get; } = body;
    }

    /// <summary><c>(?=a)</c>, <c>(?!a)</c>.</summary>
    public sealed class Lookahead(Node body, bool isNegative) : Node
    {
        public Node Body { get; } = body;

        public bool IsNegative { get; } = isNegative;
    }

    /// <summary><c>(?&lt;=a)</c>, <c>(?&lt;!a)</c>: each branch has one length.</summary>
    public sealed class Lookbehind((Node Body, int Length)[] branches, bool isNegative) : Node
    {
        public (Node Body, int Length)[] Branches { get; } = branches;

        public bool IsNegative { get; } = isNegative;
    }

    /// <summary><c>\1</c>: what the group matched, once more.</summary>
    public sealed class BackReference(int number, bool ignoresCase) : Node
    {
        public int Number { get; } = number;

        public bool IgnoresCase { get; } = ignoresCase;
    }
}
