using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>One condition of a listener rule.</summary>
internal interface ICondition
{
    /// <summary>True when the request fits.</summary>
    bool Matches(HttpContext context);
}
