namespace Bulwark.Waf.Rules;

/// <summary>When a rule is looked at.</summary>
/// <remarks>In rules, <c>request</c>, <c>response</c> and <c>logging</c> stand for 2, 4 and 5; a rule without <c>phase</c> is of phase 2.</remarks>
internal enum RulePhase
{
    RequestHeaders = 1,
    RequestBody = 2,
    ResponseHeaders = 3,
    ResponseBody = 4,
    Logging = 5,
}
