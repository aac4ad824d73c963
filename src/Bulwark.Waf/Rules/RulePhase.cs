namespace Bulwark.Waf.Rules;

/// <summary>When a rule is looked at. In rules, <c>request</c>, <c>response</c> and <c>logging</c> stand for 2, 4 and 5; without <c>phase</c> it is 2.</summary>
internal enum RulePhase
{
    RequestHeaders = 1,
    RequestBody = 2,
    ResponseHeaders = 3,
    ResponseBody = 4,
    Logging = 5,
}
