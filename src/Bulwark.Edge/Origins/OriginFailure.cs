namespace Bulwark.Edge.Origins;

/// <summary>A request that an origin did not answer.</summary>
/// <param name="At">When it failed.</param>
/// <param name="Reason">In the words of the system.</param>
internal sealed record OriginFailure(DateTimeOffset At, string Reason);
