namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What went wrong with a target, and when.</summary>
internal sealed record TargetError(DateTimeOffset At, string Reason);
