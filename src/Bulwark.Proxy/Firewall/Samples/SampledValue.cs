namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>A value that a rule matched.</summary>
/// <param name="Group">The rule's group; null for a rule of no group.</param>
/// <param name="Rule">The rule's name, or its number when it has none.</param>
/// <param name="Name">The variable, as the log names it.</param>
/// <param name="Length">How long the value is.</param>
/// <param name="Value">How it begins, after the rule's transformations.</param>
public sealed record SampledValue(string? Group, string Rule, string Name, int Length, byte[] Value);
