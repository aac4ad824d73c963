using System.Buffers;
using System.Diagnostics;
using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Factors;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Nfa;

/// <summary>Turns a parsed pattern into instructions, from the end to the beginning, so that each part knows what follows it.</summary>
/// <remarks>
/// A loop whose body can be empty ends after an empty repetition, as in PCRE. So that a place in the program says all there is to know
/// (which the matchers that visit each place once rely on), such a body is there twice: as long as it has consumed nothing, and after.
/// </remarks>
internal sealed class NfaBuilder
{
    /// <summary>How large a pattern may become; counts multiply.</summary>
    public const int MaxInstructions = 60_000;

    private readonly List<Instruction> _code = [];
    private readonly List<ByteSet> _sets = [];
    private readonly Dictionary<ByteSet, int> _setNumbers = [];
    private readonly bool _keepsCaptures;
    private bool _goesBack;
    private int _limit = MaxInstructions;
    private int _registers;
    private bool _needsBacktracking;

    private NfaBuilder(bool keepsCaptures) => _keepsCaptures = keepsCaptures;

    /// <summary>A program that finds the match and its groups.</summary>
    /// <exception cref="RuleException">The pattern is too large.</exception>
    public static NfaProgram Build(ParsedPattern pattern)
    {
        var program = Build(pattern, goesBack: false);
        return program.NeedsBacktracking ? Build(pattern with { Root = Possession.Of(pattern.Root) }, goesBack: true) : program;
    }

    private static NfaProgram Build(ParsedPattern pattern, bool goesBack)
    {
        var builder = new NfaBuilder(keepsCaptures: true) { _goesBack = goesBack };
        var end = builder.Add(new Instruction(OpCode.Match, 0, -1, -1));
        var start = builder.Build(pattern.Root, end);
        var first = Nullability.FirstBytes(pattern.Root);
        return new NfaProgram(
            [.. builder._code],
            [.. builder._sets],
            start,
            2 * (pattern.Groups + 1),
            builder._registers,
            first.Count == 256 ? null : SearchValues.Create(first.ToArray()))
        {
            NeedsBacktracking = builder._needsBacktracking,
        };
    }

    /// <summary>Several patterns that an automaton can do, each at most as large as one alone.</summary>
    /// <exception cref="RuleException">A pattern is too large.</exception>
    public static SetProgram BuildSet(IReadOnlyList<Node> patterns)
    {
        var builder = new NfaBuilder(keepsCaptures: false);
        var starts = new int[patterns.Count];
        var owners = new List<int>();
        for (var i = 0; i < patterns.Count; i++)
        {
            builder._limit = builder._code.Count + MaxInstructions;
            starts[i] = builder.Build(patterns[i], builder.Add(new Instruction(OpCode.Match, i, -1, -1)));
            while (owners.Count < builder._code.Count)
                owners.Add(i);
        }

        Debug.Assert(!builder._needsBacktracking, "taken out before");
        return new SetProgram([.. builder._code], [.. builder._sets], starts, [.. owners]);
    }

    private int Add(Instruction instruction)
    {
        if (_code.Count == _limit)
            throw new RuleException($"pattern: it becomes more than {MaxInstructions} instructions; smaller counts make it smaller");

        _code.Add(instruction);
        return _code.Count - 1;
    }

    private int Add(OpCode code, int argument, int next, int other = -1)
    {
        _needsBacktracking |= code > OpCode.AssertNotNext;
        return Add(new Instruction(code, argument, next, other));
    }

    private int SetNumber(ByteSet set)
    {
        if (!_setNumbers.TryGetValue(set, out var number))
        {
            number = _setNumbers[set] = _sets.Count;
            _sets.Add(set);
        }

        return number;
    }

    private int Build(Node node, int next) => Build(node, next, next);

    /// <summary>Adds a part that goes on at <paramref name="consumed"/> when it has consumed something, else at <paramref name="empty"/>.</summary>
    private int Build(Node node, int empty, int consumed)
    {
        if (empty != consumed && !Nullability.IsNullable(node))
            empty = consumed;

        switch (node)
        {
            case Node.Bytes bytes:
                return Add(OpCode.Consume, SetNumber(bytes.Set), consumed);
            case Node.Assertion assertion:
                return Add(OpCode.Assert, (int)assertion.Kind, empty);
            case Node.Sequence sequence:
                return Sequence(sequence.Parts, empty, consumed);
            case Node.Alternation alternation:
                return Alternation(alternation.Branches, empty, consumed);
            case Node.Lookahead { IsNegative: true, Body: Node.Bytes bytes }:
                return Add(OpCode.AssertNotNext, SetNumber(bytes.Set), empty);
            case Node.Repeat { Mode: RepeatMode.Possessive, Body: Node.Bytes bytes } repeat:
                return PossessiveBytes(bytes.Set, repeat, empty, consumed);
            case Node.Repeat { Mode: RepeatMode.Possessive } repeat:
                return Atomic(new Node.Repeat(repeat.Body, repeat.Min, repeat.Max, RepeatMode.Greedy), empty, consumed);
            case Node.Repeat repeat:
                return Repeat(repeat, empty, consumed);
            case Node.Group group:
                return Group(group, empty, consumed);
            case Node.Atomic atomic:
                return Atomic(atomic.Body, empty, consumed);
            case Node.BackReference reference:
                return Add(reference.IgnoresCase ? OpCode.BackReferenceIgnoringCase : OpCode.BackReference, reference.Number, consumed, empty);
            case Node.Lookahead look:
                return Look(look.IsNegative, empty, end => Build(look.Body, end));
            case Node.Lookbehind look:
                return Look(look.IsNegative, empty, end => Lookbehind(look, end));
            default:
                throw new InvalidOperationException($"no instructions for {node}");
        }
    }

    private int Sequence(Node[] parts, int empty, int consumed)
    {
        // Two ends of the parts that follow: one for when nothing has been consumed up to there.
        var (ifEmpty, ifConsumed) = (empty, consumed);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var after = ifConsumed;
            ifEmpty = Build(parts[i], ifEmpty, after);
            ifConsumed = empty == consumed || i == 0 ? ifEmpty : Build(parts[i], after, after);
        }

        return ifEmpty;
    }

    private int Alternation(Node[] branches, int empty, int consumed)
    {
        var start = Build(branches[^1], empty, consumed);
        for (var i = branches.Length - 2; i >= 0; i--)
            start = Add(Choice(branches[i], Build(branches[i], empty, consumed), start, isLazy: false));

        return start;
    }

    private int Group(Node.Group group, int empty, int consumed)
    {
        if (!_keepsCaptures)
            return Build(group.Body, empty, consumed);

        var slot = 2 * group.Number;
        var endConsumed = Add(OpCode.Save, slot + 1, consumed);
        var endEmpty = empty == consumed ? endConsumed : Add(OpCode.Save, slot + 1, empty);
        return Add(OpCode.Save, slot, Build(group.Body, endEmpty, endConsumed));
    }

    private int Atomic(Node body, int empty, int consumed)
    {
        var register = _registers++;
        var endConsumed = Add(OpCode.Cut, register, consumed);
        var endEmpty = empty == consumed ? endConsumed : Add(OpCode.Cut, register, empty);
        return Add(OpCode.Mark, register, Build(body, endEmpty, endConsumed));
    }

    private int Look(bool isNegative, int next, Func<int, int> body)
    {
        var register = _registers++;
        if (isNegative)
            return Add(OpCode.MarkNegative, register, body(Add(OpCode.FailFromMark, register, -1)), next);

        return Add(OpCode.Mark, register, body(Add(OpCode.CutAndReturn, register, next)));
    }

    private int Lookbehind(Node.Lookbehind look, int end)
    {
        var start = -1;
        for (var i = look.Branches.Length - 1; i >= 0; i--)
        {
            var (body, length) = look.Branches[i];
            var branch = Add(OpCode.StepBack, length, Build(body, end));
            start = start < 0 ? branch : Add(OpCode.Split, 0, branch, start);
        }

        return start;
    }

    private int Repeat(Node.Repeat repeat, int empty, int consumed)
    {
        var isLazy = repeat.Mode == RepeatMode.Lazy;
        var (ifEmpty, ifConsumed) = (empty, consumed);
        var copies = repeat.Min;
        if (repeat.Max == Node.Repeat.Unbounded)
        {
            var (loop, body) = Loop(repeat.Body, consumed, isLazy);
            if (copies == 0)
                return empty == consumed ? loop : Add(Choice(repeat.Body, Build(repeat.Body, empty, loop), empty, isLazy));

            // The last of the repetitions that must be is the first of the loop.
            copies--;
            ifConsumed = body;
            ifEmpty = empty == consumed ? body : Build(repeat.Body, empty, loop);
        }

        for (var i = repeat.Min; i < repeat.Max && repeat.Max != Node.Repeat.Unbounded; i++)
        {
            var after = ifConsumed;
            ifConsumed = Add(Choice(repeat.Body, Build(repeat.Body, after), consumed, isLazy));
            ifEmpty = empty == consumed ? ifConsumed : Add(Choice(repeat.Body, Build(repeat.Body, ifEmpty, after), empty, isLazy));
        }

        for (var i = 0; i < copies; i++)
        {
            var after = ifConsumed;
            ifConsumed = Build(repeat.Body, after);
            ifEmpty = empty == consumed ? ifConsumed : Build(repeat.Body, ifEmpty, after);
        }

        return ifEmpty;
    }

    /// <summary><c>[ab]*+</c> is <c>[ab]*</c> that ends only where no byte of the set follows: that needs no going back.</summary>
    private int PossessiveBytes(ByteSet set, Node.Repeat repeat, int empty, int consumed)
    {
        var number = SetNumber(set);
        if (_goesBack && repeat is { Min: <= 1, Max: Node.Repeat.Unbounded })
            return repeat.Min == 0 ? Add(OpCode.ConsumeRun, number, consumed, empty) : Add(OpCode.Consume, number, Add(OpCode.ConsumeRun, number, consumed, consumed));

        var end = Add(OpCode.AssertNotNext, number, consumed);
        var start = consumed;
        if (repeat.Max == Node.Repeat.Unbounded)
        {
            start = Add(OpCode.Split, 0, -1);
            _code[start] = new Instruction(OpCode.Split, 0, Add(OpCode.Consume, number, start), end);
        }

        var choices = repeat.Max == Node.Repeat.Unbounded ? 0 : repeat.Max - Math.Max(repeat.Min, 1);
        for (var i = 0; i < choices; i++)
            start = Add(OpCode.Split, 0, Add(OpCode.Consume, number, start), end);

        for (var i = 1; i < repeat.Min; i++)
            start = Add(OpCode.Consume, number, start);

        if (repeat.Max == 0)
            return empty;

        // The first repetition tells whether anything is consumed at all.
        var first = Add(OpCode.Consume, number, start);
        return repeat.Min > 0 ? first : Add(OpCode.Split, 0, first, Add(OpCode.AssertNotNext, number, empty));
    }

    /// <summary>The choice between a part and going on without it. Who goes back tries the part only where it can begin.</summary>
    private Instruction Choice(Node body, int place, int skip, bool isLazy)
    {
        if (_goesBack && Nullability.FirstBytes(body) is { Count: < 256 } first)
            return new Instruction(isLazy ? OpCode.ChooseLast : OpCode.Choose, SetNumber(first), place, skip);

        return isLazy ? new Instruction(OpCode.Split, 0, skip, place) : new Instruction(OpCode.Split, 0, place, skip);
    }

    /// <summary>A loop that goes on at <paramref name="next"/>: the place that chooses whether to repeat, and the place that repeats.</summary>
    private (int Loop, int Body) Loop(Node body, int next, bool isLazy)
    {
        var loop = Add(OpCode.Split, 0, -1);
        var again = Build(body, _keepsCaptures ? next : loop, loop);
        _code[loop] = Choice(body, again, next, isLazy);
        return (loop, again);
    }
}
