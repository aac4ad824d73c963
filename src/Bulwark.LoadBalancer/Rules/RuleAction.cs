using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>What a listener rule does with a request.</summary>
internal abstract record RuleAction
{
    private RuleAction()
    {
    }

    /// <summary>It goes to a target group.</summary>
    public sealed record Forward(WeightedGroups Groups) : RuleAction;

    /// <summary>It is answered here: a fixed response or a redirect. The default action is always one of these.</summary>
    public sealed record Answer(IResult Result) : RuleAction;
}
