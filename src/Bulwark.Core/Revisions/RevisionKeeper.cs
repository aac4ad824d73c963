using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Revisions;

/// <summary>
/// Makes a tier follow the history: when it names another revision than the one that the tier runs under, because the command that led the tiers died half-way or
/// the time for confirming ran out, the tier takes it over by itself. No process has to lead the others for that.
/// </summary>
internal sealed class RevisionKeeper(string tier, TierRevision revision, TierEnvironment environment) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>So long the command that leads has to do it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Between one tier and the next in the order of the swap.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RevisionFolder _folder = new(environment.Data);
    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<RevisionKeeper>();
    private RevisionHistory? _history;
    private long _historyLength;
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await Task.Delay(await LookAsync(stoppingToken), environment.Time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tier ends.
        }
    }

    // Gives the time to wait until the next look.
    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var history = Read();
            RecordOverdue(history);
            if (history.IntendedAt(environment.Time.GetUtcNow()) is not { } intended || intended.Number == revision.Current)
                return UntilNext(history.ConfirmBy);

            if (environment.Time.GetUtcNow() < DueAt(intended))
                return UntilNext(DueAt(intended));

            await revision.CommitAsync(intended.Number, peer: null, cancellationToken);
            _told = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Tell(e.Message);
        }

        return LookEvery;
    }

    private RevisionHistory Read()
    {
        // Lines are only ever added, so a history of the same length is the same.
        var length = _folder.HistoryLength;
        if (_history is not null && length == _historyLength)
            return _history;

        _history = _folder.Read();
        _historyLength = length;
        return _history;
    }

    private DateTimeOffset DueAt(IntendedRevision intended)
    {
        var place = Math.Max(0, intended.Order.ToList().IndexOf(tier));
        return intended.Since + (intended.IsByItself ? TimeSpan.Zero : Patience) + (place * Step);
    }

    private TimeSpan UntilNext(DateTimeOffset? moment)
    {
        var left = moment - environment.Time.GetUtcNow();
        return left > TimeSpan.Zero && left < LookEvery ? left.Value : LookEvery;
    }

    // Whoever comes first writes it down; all have acted on the clock already.
    private void RecordOverdue(RevisionHistory seen)
    {
        if (!seen.IsOverdue(environment.Time.GetUtcNow()))
            return;

        using var held = RevisionLock.TryAcquire(_folder);
        if (held is null || !_folder.Read().IsOverdue(environment.Time.GetUtcNow()))
            return;

        _folder.Settle(held, environment.Time.GetUtcNow());
        Log.RevisionNotConfirmed(_log, seen.InForce, seen.Confirmed);
    }

    private void Tell(string reason)
    {
        if (reason == _told)
            return;

        _told = reason;
        var wanted = _history?.IntendedAt(environment.Time.GetUtcNow())?.Number ?? 0;
        Log.RevisionNotFollowed(_log, tier, revision.Current, wanted, reason);
    }
}
