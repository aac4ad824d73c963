using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>
/// Exchanges the settings of a running instance. First every tier prepares; only then the history says that the revision is in force, which is the moment that
/// counts; then the tiers take it over. Whoever dies in between, the tiers agree again by themselves: before that moment on the old one, after it on the new one.
/// </summary>
internal sealed class SettingsExchange : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DataDirectory _data;
    private readonly TimeProvider _time;
    private readonly RevisionLock _held;

    private SettingsExchange(DataDirectory data, TimeProvider time, RevisionLock held)
    {
        _data = data;
        _time = time;
        _held = held;
        Folder = new RevisionFolder(data);
        History = Folder.Settle(held, time.GetUtcNow());
    }

    /// <summary>Where the revisions are.</summary>
    public RevisionFolder Folder { get; }

    /// <summary>What had happened when this began.</summary>
    public RevisionHistory History { get; }

    /// <summary>Begins; until it is disposed of, no other process may change anything.</summary>
    /// <exception cref="OperatorException">Nothing was ever started here, or another process is at it.</exception>
    public static async Task<SettingsExchange> BeginAsync(DataDirectory data, TimeProvider time, CancellationToken cancellationToken)
    {
        RequireHistory(data);
        return new SettingsExchange(data, time, await RevisionLock.AcquireAsync(new RevisionFolder(data), Patience, cancellationToken));
    }

    /// <summary>Refuses an instance that was never started.</summary>
    /// <exception cref="OperatorException">It was not.</exception>
    public static void RequireHistory(DataDirectory data)
    {
        if (new RevisionFolder(data).HistoryLength == 0)
            throw new OperatorException($"Nothing was ever started on {data.Root}. Start it with: bulwark up --data {data.Root}");
    }

    /// <summary>Puts what a file declares into force.</summary>
    /// <param name="declared">The file.</param>
    /// <param name="confirmWithin">For a trial: so long there is to confirm it.</param>
    /// <param name="cancellationToken">Gives up as long as nothing is in force.</param>
    /// <exception cref="OperatorException">Nothing runs.</exception>
    public async Task<SwapReport> ApplyAsync(DeclaredSettings declared, TimeSpan? confirmWithin, CancellationToken cancellationToken)
    {
        var swap = await RevisionSwap.FindAsync(_data, cancellationToken);
        if (swap.Tiers.Count == 0)
            throw new OperatorException($"Nothing runs on {_data.Root}. A start puts the settings file into force: bulwark up --data {_data.Root}");

        var current = Read(History.InForce).Value;
        var changes = SettingsDifference.Between(current, declared.Settings.Value);
        var order = RevisionSwap.OrderOf(current, declared.Settings.Value);
        if (changes.Count == 0)
            return await HealAsync(swap, order);

        var number = History.Last + 1;
        Folder.Write(_held, number, declared.Text.Span);
        Record(number, RevisionStep.Prepared, RevisionCause.Apply, order, declared.File);
        if (await PrepareAsync(swap, number, declared, cancellationToken) is { Count: > 0 } problems)
        {
            Record(number, RevisionStep.Abandoned, RevisionCause.Apply, [], null);
            Folder.Remove(_held, number);
            return new SwapReport(History.InForce, History.InForce, changes, problems, []);
        }

        var report = await CommitAsync(swap, number, RevisionCause.Apply, order, _time.GetUtcNow() + confirmWithin);
        return report with { Changes = changes };
    }

    /// <summary>Puts an earlier revision into force again; with nothing running, the next start does.</summary>
    /// <param name="number">Its number; null for the one before the one in force.</param>
    /// <param name="cancellationToken">Gives up as long as nothing is in force.</param>
    /// <exception cref="OperatorException">There is no such revision, or it was never in force.</exception>
    public async Task<SwapReport> RollBackAsync(int? number, CancellationToken cancellationToken)
    {
        var target = number ?? DefaultTarget();
        var swap = await RevisionSwap.FindAsync(_data, cancellationToken);
        var (current, next) = (Read(History.InForce), ReadTarget(target));
        var order = RevisionSwap.OrderOf(current.Value, next.Value);
        if (target == History.InForce && History.ConfirmBy is null)
            return await HealAsync(swap, order);

        var declared = new DeclaredSettings(Folder.PathOf(target), default, next);
        var changes = SettingsDifference.Between(current.Value, next.Value);
        if (await PrepareAsync(swap, target, declared, cancellationToken) is { Count: > 0 } problems)
            return new SwapReport(History.InForce, History.InForce, changes, problems, []);

        var report = await CommitAsync(swap, target, RevisionCause.Rollback, order, null);
        return report with { Changes = changes };
    }

    /// <summary>Ends the trial of the revision in force: it stays.</summary>
    /// <exception cref="OperatorException">Nothing waits to be confirmed.</exception>
    public int Confirm()
    {
        if (History.ConfirmBy is null)
        {
            var last = History.Events.LastOrDefault(step => step.Step is RevisionStep.InForce or RevisionStep.RolledBack);
            throw new OperatorException(last?.Step == RevisionStep.RolledBack
                ? $"Revision {last.Number} was not confirmed in time and was rolled back at {last.Time:u}. Apply it again with: bulwark apply"
                : "Nothing waits to be confirmed.");
        }

        Record(History.InForce, RevisionStep.Confirmed, RevisionCause.Apply, [], null);
        return History.InForce;
    }

    /// <inheritdoc />
    public void Dispose() => _held.Dispose();

    // The same again, for tiers that were left behind.
    private async Task<SwapReport> HealAsync(RevisionSwap swap, IReadOnlyList<string> order)
    {
        var late = await swap.CommitAsync(History.InForce, order);
        return new SwapReport(History.InForce, History.InForce, [], [], Describe(late)) { Tiers = swap.Tiers, ConfirmBy = History.ConfirmBy };
    }

    private async Task<IReadOnlyList<string>> PrepareAsync(RevisionSwap swap, int number, DeclaredSettings declared, CancellationToken cancellationToken)
    {
        IReadOnlyList<TierProblem>? problems = null;
        try
        {
            problems = await swap.PrepareAsync(number, cancellationToken);
        }
        finally
        {
            if (problems is not { Count: 0 })
                await swap.AbandonAsync(number);
        }

        return ProblemLines.Of(problems, declared, Folder.PathOf(number));
    }

    private async Task<SwapReport> CommitAsync(
        RevisionSwap swap, int number, RevisionCause cause, IReadOnlyList<string> order, DateTimeOffset? confirmBy)
    {
        Folder.Append(_held, new RevisionEvent
        {
            Number = number,
            Step = RevisionStep.InForce,
            Cause = cause,
            Time = _time.GetUtcNow(),
            Other = cause == RevisionCause.Apply && History.ConfirmBy is not null ? History.Confirmed : History.InForce,
            ConfirmBy = confirmBy,
            Order = order,
        });
        var late = await swap.CommitAsync(number, order);
        Folder.Prune(_held, Folder.Read());
        return new SwapReport(number, History.InForce, [], [], Describe(late)) { Tiers = swap.Tiers, ConfirmBy = confirmBy };
    }

    private static List<string> Describe(IReadOnlyList<TierProblem> late) => [.. late.Select(problem => $"{problem.Tier}: {problem.Message}")];

    private void Record(int number, RevisionStep step, RevisionCause cause, IReadOnlyList<string> order, string? file) =>
        Folder.Append(_held, new RevisionEvent { Number = number, Step = step, Cause = cause, Time = _time.GetUtcNow(), Order = order, File = file });

    private int DefaultTarget() => History.ConfirmBy is not null
        ? History.Confirmed
        : History.Before(History.InForce) ?? throw new OperatorException($"There is no revision before revision {History.InForce}.");

    private SettingsResult<BulwarkOptions> ReadTarget(int number)
    {
        if (!History.Events.Any(step => step.Number == number && step.Step == RevisionStep.InForce))
            throw new OperatorException($"Revision {number} was never in force. bulwark history lists those that were.");

        return Read(number);
    }

    private SettingsResult<BulwarkOptions> Read(int number) => File.Exists(Folder.PathOf(number))
        ? SettingsReader.Read(Folder.PathOf(number), SettingsJson.Default.BulwarkOptions)
        : throw new OperatorException($"Revision {number} is not kept any more: {Folder.PathOf(number)} is missing.");
}
