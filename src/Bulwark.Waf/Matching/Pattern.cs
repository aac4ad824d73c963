using System.Text;
using Bulwark.Waf.Matching.Factors;
using Bulwark.Waf.Matching.Nfa;
using Bulwark.Waf.Matching.Syntax;
using Bulwark.Waf.Operators;

namespace Bulwark.Waf.Matching;

/// <summary>A regular expression as <c>@rx</c> has it: the language of PCRE2 on bytes, with ASCII classes and case folding, where the dot matches
/// everything and <c>^</c> and <c>$</c> match at lines. Finds what PCRE finds, in time linear in the value.</summary>
/// <remarks>
/// See pcre2pattern(3). Not known: verbs, recursion, conditions, branch reset, <c>\K</c>, <c>\X</c>, <c>\p</c>. Patterns with references, lookaround
/// or atomic groups are tried with a limit of steps; where it is reached, they count as matching. Immutable; used by all threads at once.
/// </remarks>
internal sealed class Pattern
{
    private readonly ParsedPattern _parsed;
    private readonly NfaProgram _program;
    private readonly NfaProgram? _judge;
    private PikeMatcher? _idlePike;
    private BacktrackMatcher? _idleBacktrack;
    private BacktrackMatcher? _idleJudge;
    private long _givenUp;

    private Pattern(string text, ParsedPattern parsed)
    {
        Text = text;
        _parsed = parsed;
        _program = NfaBuilder.Build(parsed);

        // Whether there is a match, it can tell sooner than where.
        if (_program.NeedsBacktracking)
            _judge = NfaBuilder.Build(parsed with { Root = Trimming.TrimStart(parsed.Root) });
    }

    /// <summary>The whole pattern as a tree.</summary>
    public Node Root => _parsed.Root;

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>How many groups it has, the whole match not counted.</summary>
    public int Groups => _parsed.Groups;

    /// <summary>How often the limit of steps was reached, so that a match was assumed.</summary>
    public long GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Reads a pattern; characters beyond ASCII are the bytes of their UTF-8.</summary>
    /// <exception cref="RuleException">It is no pattern, uses what is not supported, or is too large; the message names the position.</exception>
    public static Pattern Parse(string text) => new(text, PatternParser.Parse(Encoding.UTF8.GetBytes(text)));

    /// <summary>The pattern that matches a value where this one matches it after <c>t:lowercase</c>.</summary>
    public Pattern BeforeLowerCasing() => new(Text, _parsed with { Root = Trees.BeforeLowerCasing(_parsed.Root) });

    /// <summary>Whether the pattern matches anywhere in the value.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value) => _judge is null ? Pike(value, [], 0) : Backtrack(ref _idleJudge, _judge, value, [], 0);

    /// <summary>Finds the first match that begins at <paramref name="start"/> or later. <paramref name="ranges"/> gets start and end of the whole match and
    /// of each group in turn, as many as it has room for; -1 for a group that took no part.</summary>
    public bool Match(ReadOnlySpan<byte> value, Span<int> ranges, int start = 0)
    {
        var wanted = Math.Min(ranges.Length, _program.Slots);
        ranges[wanted..].Fill(-1);
        return _program.NeedsBacktracking ? Backtrack(ref _idleBacktrack, _program, value, ranges[..wanted], start) : Pike(value, ranges[..wanted], start);
    }

    /// <summary>Finds the first match and leaves it and its groups, up to the last that took part, in <paramref name="captures"/>.</summary>
    public bool Capture(ReadOnlySpan<byte> value, Captures captures)
    {
        Span<int> ranges = stackalloc int[2 * Captures.Capacity];
        if (!Match(value, ranges))
            return false;

        var last = Captures.Capacity - 1;
        while (last > 0 && ranges[2 * last] < 0)
            last--;

        for (var i = 0; i <= last; i++)
            captures.Add(ranges[2 * i] < 0 ? [] : value[ranges[2 * i]..ranges[(2 * i) + 1]]);

        return true;
    }

    private bool Pike(ReadOnlySpan<byte> value, Span<int> slots, int start)
    {
        var matcher = Interlocked.Exchange(ref _idlePike, null) ?? new PikeMatcher(_program);
        var found = matcher.Match(value, slots, start);
        _idlePike = matcher;
        return found;
    }

    private bool Backtrack(ref BacktrackMatcher? idle, NfaProgram program, ReadOnlySpan<byte> value, Span<int> slots, int start)
    {
        var matcher = Interlocked.Exchange(ref idle, null) ?? new BacktrackMatcher(program);
        var found = matcher.Match(value, slots, start);
        if (matcher.GaveUp)
            Interlocked.Increment(ref _givenUp);

        idle = matcher;
        return found;
    }
}
