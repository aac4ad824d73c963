using System.Runtime.InteropServices;

namespace Bulwark.Waf.Rules;

/// <summary>A part of a collection that a target leaves out: <c>!REQUEST_COOKIES:/^_ga/</c>.</summary>
/// <param name="Selector">The name, or the regular expression without its slashes.</param>
/// <param name="IsRegex">Whether it is a regular expression.</param>
/// <param name="IsExact">Whether case counts: in what <c>SecRuleUpdateTarget...</c> adds it does, in what the rule itself says it does not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TargetExclusion(string Selector, bool IsRegex, bool IsExact);
