using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>The locks of every listener, by name. Which listeners there are is fixed at the start; their policies come with the settings.</summary>
internal sealed class LockedListeners
{
    /// <summary>The listener of the fields <c>listen</c>, <c>mutualTls</c> and so on of the section itself.</summary>
    public const string Default = "default";

    private readonly LockedListener[] _all;

    public LockedListeners(IReadOnlyDictionary<string, LockPolicy> policies, ILogger<LockedListener> log) =>
        _all = [.. policies.Select(entry => new LockedListener(entry.Key, entry.Value, log))];

    /// <summary>Every listener, the default one first.</summary>
    public IReadOnlyList<LockedListener> All => _all;

    /// <summary>The listener of a name; null when there is none.</summary>
    public LockedListener? Find(string name) => Array.Find(_all, listener => listener.Name == name);

    /// <summary>Puts the policies of new settings into force.</summary>
    public void Put(IReadOnlyDictionary<string, LockPolicy> policies)
    {
        foreach (var listener in _all)
            listener.Put(policies[listener.Name]);
    }
}
