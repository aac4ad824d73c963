using Bulwark.Proxy.RateLimiting.Counting;
using Bulwark.Proxy.RateLimiting.Matching;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>A rule, ready to judge.</summary>
internal sealed class RateLimitRule
{
    private readonly RequestExpression _acts;
    private readonly RequestExpression? _counts;
    private readonly RequestKeys _keys;
    private readonly RateLimitCounters _counters;
    private readonly bool _isShared;

    /// <param name="options">The settings of the rule.</param>
    /// <param name="keys">Makes its keys.</param>
    /// <param name="counted">Its counters.</param>
    /// <param name="counters">Where the counters of all rules are.</param>
    /// <param name="isShared">Others are told what is counted.</param>
    public RateLimitRule(RateLimitRuleOptions options, RequestKeys keys, RuleCounters counted, RateLimitCounters counters, bool isShared)
    {
        _acts = new RequestExpression(options.Expression);
        _counts = options.CountingExpression.Count > 0 ? new RequestExpression(options.CountingExpression) : null;
        _keys = keys;
        _counters = counters;
        Timeout = options.MitigationTimeout ?? options.Period;
        _isShared = isShared;
        Counted = counted;
        Options = options;
        CountsAnswers = _counts is { NeedsStatus: true };
        NeedsPath = _acts.NeedsPath || _counts is { NeedsPath: true } || keys.NeedsPath;
    }

    public RateLimitRuleOptions Options { get; }

    public RuleCounters Counted { get; }

    /// <summary>How long the action goes on.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>True when the status of the answer decides about counting.</summary>
    public bool CountsAnswers { get; }

    public bool NeedsPath { get; }

    /// <summary>Counts a request that is about to be served, and says where it stands.</summary>
    public Tally Judge(in RequestView view, TimeSpan now)
    {
        var acts = _acts.Matches(view);
        var counts = !CountsAnswers && (_counts?.Matches(view) ?? acts);
        if ((!acts && !counts) || !_keys.TryMake(view, out var key))
            return Tally.Within;

        var tally = Apply(view, key, now, counts ? Step.Count : Step.Judge);
        return Note(acts ? tally : Tally.Within, counts);
    }

    /// <summary>True when the status of the answer decides about counting, and all else that decides fits.</summary>
    public bool MayCountAnswer(in RequestView view) => CountsAnswers && _counts!.Matches(view);

    /// <summary>Counts a request that has been answered.</summary>
    public void CountAnswer(in RequestView view, int status, TimeSpan now)
    {
        if (!_counts!.Matches(view, status) || !_keys.TryMake(view, out var key))
            return;

        Apply(view, key, now, Step.CountAnswered);
        Counted.CountWithin();
    }

    private Tally Note(Tally tally, bool counts)
    {
        if (tally.IsBeyond)
            Counted.CountExceeded();
        else if (counts)
            Counted.CountWithin();

        return tally;
    }

    private Tally Apply(in RequestView view, RateKey key, TimeSpan now, Step step)
    {
        // The counter may be given away between finding it and counting in it, but hardly twice; after that, the one that is always there.
        for (var tries = 0; tries < 2; tries++)
        {
            if (!TryFind(view, key, now, out var slot))
                break;

            var tally = Apply(ref _counters.Table.State(slot), now, step);
            if (tally.Outcome == TallyOutcome.Lost)
                continue;

            if (_isShared && step != Step.Judge && tally.Outcome != TallyOutcome.Beyond)
                _counters.Outbox.Add(_counters.Table, slot);

            return tally;
        }

        return Apply(ref Counted.Overflow(_keys.MakeCoarse(view, key, level: 2)), now, step);
    }

    private bool TryFind(in RequestView view, RateKey key, TimeSpan now, out int slot)
    {
        if (_counters.Table.TryFind(key, Counted, now, _counters.Rules, out slot))
            return true;

        _counters.CountOverflow();
        return _counters.Table.TryFind(_keys.MakeCoarse(view, key, level: 1), Counted, now, _counters.Rules, out slot);
    }

    private Tally Apply(ref ulong state, TimeSpan now, Step step) => step switch
    {
        Step.Count => Counter.Count(ref state, Counted.Window, now, Timeout),
        Step.CountAnswered => Counter.CountAnswered(ref state, Counted.Window, now, Timeout, 1),
        Step.Judge => Counter.Judge(ref state, Counted.Window, now),
    };

    private enum Step
    {
        Count,
        CountAnswered,
        Judge,
    }
}
