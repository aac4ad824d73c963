namespace Bulwark.Waf.Rules.Actions;

/// <summary>Something that a rule does when it matches, beside its disruption and its messages.</summary>
internal abstract record RuleAction;
