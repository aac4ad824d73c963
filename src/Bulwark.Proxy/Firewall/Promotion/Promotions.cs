using System.Collections.Concurrent;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Proxy.Firewall.Control;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>
/// The promotions of a tier's groups from count to block, in steps of 1, 10 and 100 % of its clients. They outlive the settings: what they are is in the history of
/// revisions, what came of them is counted here.
/// </summary>
/// <remarks>A share grows only after the history says so, and shrinks before: nothing that may happen in between lets a group block for more clients than are written down.</remarks>
internal sealed class Promotions : IDisposable
{
    private readonly PromotionRecord _record;
    private readonly TierEnvironment _environment;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, WatchedGroup> _groups = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Lock _lock = new();
    private string? _told;
    private volatile bool _isAny;

    /// <exception cref="OperatorException">The history of revisions cannot be read.</exception>
    public Promotions(string tier, TierEnvironment environment)
    {
        _environment = environment;
        _log = environment.LoggerFactory.CreateLogger<RequestFirewall>();
        _record = new PromotionRecord(tier, environment);
        Follow(_record.Read());
    }

    /// <summary>Whether some group blocks for a part of the clients.</summary>
    public bool IsAny => _isAny;

    /// <summary>A group, whether it is promoted or not.</summary>
    public WatchedGroup Of(string group) => _groups.TryGetValue(group, out var known) ? known : _groups.GetOrAdd(group, name => Watch(name, step: null));

    /// <summary>Takes the next step of a group, or says why it is skipped.</summary>
    /// <exception cref="OperatorException">It cannot be written down; nothing was changed.</exception>
    public async Task<FirewallPromotionAnswer> AdvanceAsync(FirewallPromotionRequest request, FirewallMode live, ControlPeer by, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await RecordEndingsAsync(cancellationToken);
            var seen = AnswerOf(request);
            var skipped = WhyNot(live, seen) ?? PromotionRules.Objection(seen.Blocking, seen.Counting, seen.Limit);
            if (skipped is not null)
            {
                FirewallMetrics.Promoted(request.Group, "skip");
                return seen with { Skipped = skipped };
            }

            var step = StepOf(request.Group, PromotionRules.After(seen.Before)!.Value, seen.Limit);
            Follow(await _record.WriteAsync(step, RevisionCause.Promote, by, cancellationToken));
            FirewallMetrics.Promoted(request.Group, "advance");
            Log.FirewallPromoted(_log, request.Group, step.Percent, seen.Before, by.UserId, by.ProcessId);
            return seen with { IsAdvanced = true, Percent = step.Percent };
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Ends the promotion of a group at once, if it has one. It is written down by <see cref="LookAsync"/>.</summary>
    public void End(string group, PromotionEnding ending)
    {
        lock (_lock)
        {
            var watched = Of(group);
            if (watched.Percent == 0)
                return;

            FirewallMetrics.Promoted(group, ending.Cause == RevisionCause.Fallback ? "fallback" : "end");
            Log.FirewallPromotionEnded(_log, group, watched.Percent, ending.Reason);
            watched.Ending = ending;
            UpdateIsAny();
        }
    }

    /// <summary>Lets groups fall back that refuse too much of what members send, writes down what has ended, and takes over what the history says.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _groups.Values.Where(group => group.Percent > 0))
        {
            if (group.Excess(_environment.Time.GetUtcNow()) is { } excess)
                End(group.Name, new PromotionEnding(RevisionCause.Fallback, $"{excess}.", By: null));
        }

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await RecordEndingsAsync(cancellationToken);
            Follow(_record.Read());
            _told = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Tell(e.Message);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _oneAtATime.Dispose();

    private static string? WhyNot(FirewallMode live, FirewallPromotionAnswer seen) => live switch
    {
        FirewallMode.Off => $"Its rules are not asked. Let it count first: bulwark waf mode {seen.Group} count",
        FirewallMode.Block => "It blocks for everybody already.",
        _ when seen.Before == 100 => "It blocks for all clients already. Write 'block' into waf.groups of the settings to keep it there.",
        _ => null,
    };

    private async Task RecordEndingsAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _groups.Values.Where(group => group.Ending is not null))
        {
            var ended = StepOf(group.Name, percent: 0, group.Step!.Limit) with { Reason = group.Ending!.Reason };
            Follow(await _record.WriteAsync(ended, group.Ending.Cause, group.Ending.By, cancellationToken));
        }
    }

    private FirewallPromotionAnswer AnswerOf(FirewallPromotionRequest request)
    {
        var group = Of(request.Group);
        return new FirewallPromotionAnswer
        {
            Group = group.Name,
            IsAdvanced = false,
            Before = group.Percent,
            Percent = group.Percent,
            Limit = request.Limit ?? (group.Percent > 0 ? group.Step!.Limit : PromotionRules.DefaultLimit),
            CountedSince = group.CountedSince,
            Blocking = group.Blocking.View(),
            Counting = group.Counting.View(),
        };
    }

    private RevisionPromotion StepOf(string group, int percent, double limit) =>
        new() { Tier = _record.Tier, Group = group, Percent = percent, Limit = limit, Since = _environment.Time.GetUtcNow() };

    private WatchedGroup Watch(string group, RevisionPromotion? step) =>
        new(group, CohortKey.Of(_environment.Data, group), step, _environment.Time.GetUtcNow());

    // A group whose step has changed is counted anew. An ending that is not written down yet outlives whatever step is.
    private void Follow(IReadOnlyList<RevisionPromotion> promotions)
    {
        lock (_lock)
        {
            foreach (var name in _groups.Keys.Union(promotions.Select(step => step.Group), StringComparer.Ordinal).ToList())
            {
                var step = promotions.FirstOrDefault(one => one.Group == name);
                var known = _groups.GetValueOrDefault(name);
                if (known is not null && known.Step == step)
                    continue;

                _groups[name] = Watch(name, step);
                if (step is not null)
                    _groups[name].Ending = known?.Ending;
            }

            UpdateIsAny();
        }
    }

    private void UpdateIsAny() => _isAny = _groups.Values.Any(group => group.Percent > 0);

    private void Tell(string reason)
    {
        if (reason == _told)
            return;

        _told = reason;
        Log.FirewallPromotionNotKept(_log, reason);
    }
}
