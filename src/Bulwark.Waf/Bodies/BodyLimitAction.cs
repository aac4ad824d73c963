namespace Bulwark.Waf.Bodies;

/// <summary>What happens to a body above its limit: <c>SecRequestBodyLimitAction</c> and <c>SecResponseBodyLimitAction</c>.</summary>
internal enum BodyLimitAction
{
    Reject,
    ProcessPartial,
}
