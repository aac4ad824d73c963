using Bulwark.Edge.Origins;

namespace Bulwark.Edge.Control;

/// <summary>One load balancer as the edge knows it.</summary>
/// <param name="Name">Its host and port; <c>origin</c> for the instance's own.</param>
/// <param name="SslMode">What protects the way there.</param>
/// <param name="IsWeak">True when somebody on the way could read, change or take over.</param>
/// <param name="IsReachable">False while a failure to reach it counts.</param>
/// <param name="Weight">Its share of the requests beside the others.</param>
/// <param name="LastError">Why the last request that failed did; null: none has.</param>
/// <param name="LastErrorAt">When that was.</param>
public sealed record OriginView(string Name, SslMode SslMode, bool IsWeak, bool IsReachable, int Weight, string? LastError, DateTimeOffset? LastErrorAt);
