using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>The locks of every listener. Which listeners there are is fixed at the start; their policies come with the settings.</summary>
internal sealed class LockedListeners
{
    /// <summary>The listener of the fields <c>listen</c>, <c>mutualTls</c> and so on of the section itself.</summary>
    public const string Default = "default";

    private readonly LockedListener[] _all;
    private readonly LockSweep _sweep;

    public LockedListeners(IReadOnlyList<ListenerSetup> setups, LockJournal journal, LockSweep sweep)
    {
        _all = [.. setups.Select(setup => new LockedListener(setup, journal))];
        _sweep = sweep;
        foreach (var setup in setups)
            setup.Policy.TrustStore.RememberRevocationLists();

        TellModes();
    }

    /// <summary>Every listener, the default one first.</summary>
    public IReadOnlyList<LockedListener> All => _all;

    /// <summary>The trust stores in force.</summary>
    public IEnumerable<TrustStore> TrustStores => _all.Select(listener => listener.Policy.TrustStore).Distinct();

    /// <summary>The listener of a name; null when there is none.</summary>
    public LockedListener? Find(string name) => Array.Find(_all, listener => listener.Name == name);

    /// <summary>
    /// Puts settings into force: new connections follow them from now on, and the open ones are judged by them in the background, for that may mean thousands of signatures.
    /// </summary>
    /// <param name="setups">What they say of each listener.</param>
    /// <param name="grace">How long a connection that they refuse may go on.</param>
    /// <param name="keepsOverrides">True when only files were read again.</param>
    public void Put(IReadOnlyList<ListenerSetup> setups, TimeSpan grace, bool keepsOverrides)
    {
        foreach (var setup in setups)
            Find(setup.Name)!.Put(setup, keepsOverrides);

        TellModes();
        _ = Task.Run(() =>
        {
            foreach (var listener in _all)
                _sweep.Run(listener, grace);
        });
    }

    /// <summary>Judges everybody again because time has passed.</summary>
    public void JudgeAgain(TimeSpan grace)
    {
        foreach (var listener in _all)
            _sweep.Run(listener, grace, hasTimePassed: true);
    }

    /// <summary>Puts an operator's mode into force on a listener and judges its open connections by it.</summary>
    /// <returns>How many connections have to end; null when the settings were exchanged in this moment and nothing was changed.</returns>
    public int? Flip(LockedListener listener, ListenerState seen, LockOverride chosen, TimeSpan grace)
    {
        if (!listener.TryFlip(seen, chosen))
            return null;

        TellModes();
        return _sweep.Run(listener, grace);
    }

    private void TellModes()
    {
        foreach (var listener in _all)
            Metrics.ModeIs(listener.Name, listener.Policy.Mode);
    }
}
