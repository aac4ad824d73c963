namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The answer to <c>GET /target-groups</c>.</summary>
internal sealed record TargetGroupsReport(IReadOnlyList<TargetGroupReport> Groups);
