using Bulwark.Core.Hosting;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Looks after the targets of the settings in force: which there are, and how they are.</summary>
internal sealed class TargetWatch(TargetStates states, TimeProvider time) : TierStep, IDisposable
{
    private readonly Lock _changing = new();
    private CancellationTokenSource? _checks;
    private TargetGroupTable? _inForce;
    private bool _isListening;

    /// <summary>From now on it is these.</summary>
    public void PutIntoForce(TargetGroupTable groups)
    {
        lock (_changing)
        {
            StopChecks();
            states.PutIntoForce(groups);
            _inForce = groups;
            if (_isListening)
                StartChecks(groups);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_changing)
            StopChecks();
    }

    /// <inheritdoc />
    protected override Task ListeningAsync(CancellationToken cancellationToken)
    {
        lock (_changing)
        {
            _isListening = true;
            if (_inForce is { } groups)
                StartChecks(groups);
        }

        return Task.CompletedTask;
    }

    private void StartChecks(TargetGroupTable groups)
    {
        _checks = new CancellationTokenSource();
        foreach (var group in groups.All)
        {
            foreach (var target in group.Targets)
                StartCheck(group, target, _checks.Token);
        }
    }

    private void StartCheck(TargetGroup group, Target target, CancellationToken cancellationToken)
    {
        if (!group.Options.HealthCheck.Enabled)
        {
            target.State.ForgetChecks();
            return;
        }

        // Not among the connections for requests: a target that is out of service is asked all the same, so that one knows how it is when it comes back.
        var connector = new TargetConnector(group.Addresses[target.Index], new TargetConnections(), group.Tls);
        _ = Task.Run(() => new HealthCheck(target.State, connector, group.Options.HealthCheck, time).RunAsync(cancellationToken), CancellationToken.None);
    }

    private void StopChecks()
    {
        _checks?.Cancel();
        _checks?.Dispose();
        _checks = null;
    }
}
