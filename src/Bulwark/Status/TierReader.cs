using System.Text.Json;
using Bulwark.CommandLine;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;

namespace Bulwark.Status;

/// <summary>Asks the control sockets. A tier that is down, does not answer, or has no such route costs a moment and no exception.</summary>
internal sealed class TierReader(DataDirectory data, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Who runs a tier, and under which revision.</summary>
    public async Task<TierStatus> ReadTierAsync(string tier)
    {
        if (!await ControlClient.IsRunningAsync(data, tier, cancellationToken))
            return new TierStatus(tier, IsRunning: false);

        var (view, problem) = await AskAsync(tier, (control, token) => control.GetAsync("/settings", RevisionJson.Default.TierSettingsView, token));
        return new TierStatus(tier, IsRunning: true) { ProcessId = view?.ProcessId, StartedAt = view?.StartedAt, Revision = view?.Revision, PortOffset = view?.PortOffset, Problem = problem };
    }

    /// <summary>What a route of a tier says; null when it says nothing.</summary>
    public async Task<JsonElement?> ReadAsync(TierStatus tier, string path)
    {
        if (!tier.IsRunning || tier.Problem is not null)
            return null;

        var (answer, problem) = await AskAsync(tier.Tier, (control, token) => control.GetAsync(path, CommandLineJson.Default.JsonElement, token));
        return problem is null ? answer : null;
    }

    private async Task<(T? Answer, string? Problem)> AskAsync<T>(string tier, Func<ControlClient, CancellationToken, Task<T>> ask)
    {
        using var control = new ControlClient(data, tier);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return (await ask(control, patience.Token), null);
        }
        catch (OperatorException e)
        {
            return (default, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, $"The {tier} tier gave no answer within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
