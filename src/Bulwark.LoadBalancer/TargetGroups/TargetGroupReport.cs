namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>A group in the answer to <c>GET /target-groups</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFailingOpen">True while no target is well, and all get requests all the same.</param>
/// <param name="Targets">Its targets, in the order of their indexes.</param>
internal sealed record TargetGroupReport(string Name, bool IsFailingOpen, IReadOnlyList<TargetReport> Targets)
{
    /// <summary>As it stands now.</summary>
    public static TargetGroupReport Of(TargetGroup group) => new(group.Name, group.IsFailingOpen, [.. group.Targets.Select(TargetReport.Of)]);
}
