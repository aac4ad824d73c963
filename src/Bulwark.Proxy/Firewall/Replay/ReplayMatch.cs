using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>A rule that matched a recorded request.</summary>
/// <param name="Group">Its group; null without one.</param>
/// <param name="Rule">Its name, or its number.</param>
/// <param name="Variables">The values that matched.</param>
internal sealed record ReplayMatch(string? Group, string Rule, IReadOnlyList<MatchedVariable> Variables);
