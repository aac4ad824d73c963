using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>
/// The promotions of a tier as the history of revisions has them. Each step makes a revision, with the text of the one before: it is on disk before it takes effect, survives whatever
/// happens to the process, and is taken back by <c>bulwark rollback</c>.
/// </summary>
internal sealed class PromotionRecord(string tier, TierEnvironment environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RevisionFolder _folder = new(environment.Data);
    private RevisionHistory _history = new([]);
    private long _length;

    public string Tier => tier;

    /// <summary>The promotions in force.</summary>
    /// <exception cref="OperatorException">The history cannot be read.</exception>
    public IReadOnlyList<RevisionPromotion> Read()
    {
        // Lines are only ever added, so a history of the same length is the same.
        if (_folder.HistoryLength is var length && length != _length)
        {
            _history = _folder.Read();
            _length = length;
        }

        return Own(_history);
    }

    /// <summary>Writes down a step; gives the promotions that are in force then.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cause">Through what it comes.</param>
    /// <param name="by">The process that asked; null: this one does it by itself.</param>
    /// <param name="cancellationToken">Stops waiting for another process that is changing the settings.</param>
    /// <exception cref="OperatorException">It cannot be written down; nothing was changed.</exception>
    public async Task<IReadOnlyList<RevisionPromotion>> WriteAsync(RevisionPromotion step, RevisionCause cause, ControlPeer? by, CancellationToken cancellationToken)
    {
        using var held = await RevisionLock.AcquireAsync(_folder, Patience, cancellationToken);
        var now = environment.Time.GetUtcNow();
        var before = _folder.Settle(held, now);
        if (before.IntendedAt(now) is not { } intended)
            throw new OperatorException("No revision of the settings is in force, so the step could not be kept. Start the instance with: bulwark up");

        if (cause == RevisionCause.Promote && before.ConfirmBy is not null)
            throw new OperatorException($"Revision {before.InForce} is on trial. Confirm it first, or take it back: bulwark apply --confirm, bulwark rollback");

        var number = before.Last + 1;
        _folder.Write(held, number, PrivateFile.Read(_folder.PathOf(intended.Number)));
        _folder.Append(held, EventOf(number, step, cause, before, intended) with { Time = now }, by);
        var after = _folder.Read();
        _folder.Prune(held, after);
        return Own(after);
    }

    private static RevisionEvent EventOf(int number, RevisionPromotion step, RevisionCause cause, RevisionHistory before, IntendedRevision intended) => new()
    {
        Number = number,
        Step = RevisionStep.InForce,
        Cause = cause,
        Time = default,
        Other = intended.Number,
        ConfirmBy = before.ConfirmBy,
        Order = intended.Order,
        File = before.FileOf(intended.Number),
        Promotion = step,
    };

    private IReadOnlyList<RevisionPromotion> Own(RevisionHistory history) =>
        [.. history.PromotionsAt(environment.Time.GetUtcNow()).Where(promotion => promotion.Tier == tier)];
}
