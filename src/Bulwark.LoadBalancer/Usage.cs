using Bulwark.Core.Usage;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Reloading;

namespace Bulwark.LoadBalancer;

/// <summary>What of the load balancer is in use: its listeners, its target groups, and the certificates of peers.</summary>
internal sealed class Usage(UsageRecord record, LockedListeners listeners, Generations<LoadBalancerGeneration> generations)
{
    private static readonly string[] Kinds = [UsageKinds.Listener, UsageKinds.TargetGroup];

    /// <summary>Takes note of a peer that has proved who it is.</summary>
    public static void Note(UsageRecord record, Admission admission)
    {
        if (!admission.IsVerified)
            return;

        record.Touch(UsageKinds.Client + admission.Evidence.Fingerprint);
        record.Touch(UsageKinds.Authority + admission.Certificate.Authority);
    }

    /// <summary>Brings the record up to date.</summary>
    public void Look()
    {
        // A connection that stays open for a month is a use all that time.
        foreach (var open in listeners.All.SelectMany(listener => listener.Connections.All))
            Note(record, open.Admission);

        record.Look(
            Kinds,
            [
                .. listeners.All.Select(listener => (UsageKinds.Listener + listener.Name, listener.TakeUse())),
                .. generations.Current.TargetGroups.All.Select(group => (UsageKinds.TargetGroup + group.Name, group.TakeUse())),
            ]);
    }
}
