using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The target that the request's cookie names, as long as it is usable; else one is chosen, and a cookie set.</summary>
internal sealed class StickyByCookie(StickyCookie cookie, ITargetChoice first) : ITargetChoice
{
    public int Choose(HttpContext context, ulong usable)
    {
        var held = cookie.Read(context.Request, out var isFresh);
        var isUsable = held >= 0 && (usable & (1UL << held)) != 0;
        var chosen = isUsable ? held : first.Choose(context, usable);
        if (!isUsable || !isFresh)
            StickyAnswer.Set(context, cookie, chosen);

        return chosen;
    }
}
