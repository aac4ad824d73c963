using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A rule of the settings: every condition has to hold.</summary>
internal sealed record ListenerRule(ICondition[] Conditions, RuleAction Action)
{
    /// <summary>True when the request fits.</summary>
    public bool Matches(HttpContext context)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(context))
                return false;
        }

        return true;
    }
}
