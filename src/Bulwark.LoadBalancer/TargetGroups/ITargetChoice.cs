using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Chooses a target for a request.</summary>
internal interface ITargetChoice
{
    /// <summary>The index of the chosen target.</summary>
    /// <param name="context">The request.</param>
    /// <param name="usable">The targets that it may be, as bits; at least one.</param>
    int Choose(HttpContext context, ulong usable);
}
