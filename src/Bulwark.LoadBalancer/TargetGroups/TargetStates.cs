using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What is known of every target, by its group and address. A change of settings takes over what it names again.</summary>
internal sealed class TargetStates(TimeProvider time, ILogger<TargetState> log) : IDisposable
{
    private readonly ConcurrentDictionary<(string Group, string Address), TargetState> _states = new();
    private bool _isStarted;

    /// <summary>The state of a target; a new one when it was not known.</summary>
    public TargetState Get(string group, string address) => _states.GetOrAdd((group, address), key => new TargetState(key.Group, key.Address, time, log));

    /// <summary>Says which targets are in force from now on. Those that have joined are warmed up, and the others are retired.</summary>
    public void PutIntoForce(TargetGroupTable groups)
    {
        var kept = new HashSet<TargetState>();
        foreach (var group in groups.All)
        {
            foreach (var target in group.Targets)
            {
                target.State.PutIntoForce(isNew: _isStarted, group.Options.DeregistrationDelay);
                _states.TryAdd((target.State.Group, target.State.Address), target.State);
                kept.Add(target.State);
            }
        }

        foreach (var (key, state) in _states)
        {
            if (!kept.Contains(state))
                state.Retire(() => _states.TryRemove(KeyValuePair.Create(key, state)));
        }

        _isStarted = true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, state) in _states)
            state.Dispose();
    }
}
