using Bulwark.LoadBalancer.Listeners;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What is in force on a listener, exchanged as a whole.</summary>
/// <param name="Setup">What the settings say.</param>
/// <param name="Policy">What connections are judged by: the settings' policy, in another mode when an operator said so.</param>
/// <param name="Override">The operator's word, until the settings are put into force again.</param>
internal sealed record ListenerState(ListenerSetup Setup, LockPolicy Policy, LockOverride? Override)
{
    /// <summary>What the settings say, and nothing else.</summary>
    public static ListenerState Of(ListenerSetup setup) => new(setup, setup.Policy, null);

    /// <summary>The same settings in the mode that an operator chose.</summary>
    public static ListenerState Of(ListenerSetup setup, LockOverride chosen) => new(setup, setup.Policy.In(chosen.Mode), chosen);
}
