using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Running;

namespace Bulwark.Revisions;

/// <summary>Leads the running tiers of an instance, in however many processes they run, from one revision to the next.</summary>
internal sealed class RevisionSwap(DataDirectory data, IReadOnlyList<string> tiers)
{
    /// <summary>When a name is taken away, what the edge let through under the old settings is to have passed the tiers behind it before they change.</summary>
    private static readonly TimeSpan Passage = TimeSpan.FromMilliseconds(100);

    /// <summary>The tiers that run, in the order in which a request meets them.</summary>
    public IReadOnlyList<string> Tiers => tiers;

    /// <summary>Finds the tiers that run.</summary>
    public static async Task<RevisionSwap> FindAsync(DataDirectory data, CancellationToken cancellationToken)
    {
        var running = new List<string>();
        foreach (var tier in TierTable.Names)
        {
            if (await ControlClient.IsRunningAsync(data, tier, cancellationToken))
                running.Add(tier);
        }

        return new RevisionSwap(data, running);
    }

    /// <summary>Asks all of them at once to hold the revision ready; gives what those say that cannot.</summary>
    public Task<IReadOnlyList<TierProblem>> PrepareAsync(int number, CancellationToken cancellationToken) =>
        AskAllAsync(control => control.PostAsync(
            "/settings/prepare", new RevisionRequest { Revision = number }, RevisionJson.Default.RevisionRequest, RevisionJson.Default.TierSettingsView, cancellationToken));

    /// <summary>Asks all of them whether they could take a settings file.</summary>
    public Task<IReadOnlyList<TierProblem>> CheckAsync(string file, CancellationToken cancellationToken) =>
        AskAllAsync(control => control.PostAsync(
            "/settings/check", new SettingsFileRequest { File = file }, RevisionJson.Default.SettingsFileRequest, RevisionJson.Default.TierSettingsView, cancellationToken));

    /// <summary>Tells all of them to drop what they hold ready. One that does not hear it drops it by itself.</summary>
    public Task AbandonAsync(int number) =>
        AskAllAsync(control => control.PostAsync(
            "/settings/abandon", new RevisionRequest { Revision = number }, RevisionJson.Default.RevisionRequest, RevisionJson.Default.TierSettingsView, CancellationToken.None));

    /// <summary>
    /// Tells one after the other to take over the revision, which the history names as the one in force already. Gives what those say that did not; they follow
    /// the history by themselves.
    /// </summary>
    public async Task<IReadOnlyList<TierProblem>> CommitAsync(int number, IReadOnlyList<string> order)
    {
        var problems = new List<TierProblem>();
        foreach (var tier in order.Where(tiers.Contains))
        {
            var problem = await AskAsync(tier, control => control.PostAsync(
                "/settings/commit", new RevisionRequest { Revision = number }, RevisionJson.Default.RevisionRequest, RevisionJson.Default.TierSettingsView, CancellationToken.None));
            if (problem is not null)
                problems.Add(problem);

            if (IsOutsideIn(order) && tier == order[0])
                await Task.Delay(Passage);
        }

        return problems;
    }

    /// <summary>
    /// The order in which tiers take over a change. From the inside out, so that nobody lets through what the next one does not know yet; from the outside in when the
    /// change only takes away, so that nobody lets through what the next one does not know any more.
    /// </summary>
    public static IReadOnlyList<string> OrderOf(Settings.BulwarkOptions old, Settings.BulwarkOptions @new)
    {
        var (before, after) = (NamesIn(old), NamesIn(@new));
        var takesAway = before.Except(after, StringComparer.OrdinalIgnoreCase).Any();
        var adds = after.Except(before, StringComparer.OrdinalIgnoreCase).Any();
        return takesAway && !adds ? TierTable.Names : [.. TierTable.Names.Reverse()];
    }

    private static bool IsOutsideIn(IReadOnlyList<string> order) => order[0] == TierTable.Names[0];

    // What one tier lets through and another one has to know.
    private static IEnumerable<string> NamesIn(Settings.BulwarkOptions options) =>
        [.. options.Hosts.Select(host => $"host {host}"), .. options.LoadBalancer.EdgeIdentities.Select(identity => $"identity {identity}")];

    private async Task<IReadOnlyList<TierProblem>> AskAllAsync(Func<ControlClient, Task> ask)
    {
        var answers = await Task.WhenAll(tiers.Select(tier => AskAsync(tier, ask)));
        return [.. answers.OfType<TierProblem>()];
    }

    private async Task<TierProblem?> AskAsync(string tier, Func<ControlClient, Task> ask)
    {
        using var control = new ControlClient(data, tier);
        try
        {
            await ask(control);
            return null;
        }
        catch (OperatorException e)
        {
            return new TierProblem(tier, e.Message);
        }
    }
}
