namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>A rule in its place in the plan of a phase.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="SkipTo">Where in the plan evaluation goes on when the rule matches; 0 for the next rule.</param>
/// <param name="Gate">Where to find out that the rule's first question has no answer; empty when that has to be asked.</param>
internal readonly record struct PlannedRule(EngineRule Rule, int SkipTo, Probe[] Gate);
