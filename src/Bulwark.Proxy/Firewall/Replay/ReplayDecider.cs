namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>The rule that refuses a request.</summary>
/// <param name="Group">Its group; null for a rule of the settings.</param>
/// <param name="Rule">Its name, or its number.</param>
internal sealed record ReplayDecider(string? Group, string Rule);
