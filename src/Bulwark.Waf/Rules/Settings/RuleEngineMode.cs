namespace Bulwark.Waf.Rules.Settings;

/// <summary><c>SecRuleEngine</c>.</summary>
internal enum RuleEngineMode
{
    /// <summary>Rules are not evaluated.</summary>
    Off,

    /// <summary>Rules are evaluated, but nothing is refused.</summary>
    DetectionOnly,

    On,
}
