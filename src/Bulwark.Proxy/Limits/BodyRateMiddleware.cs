using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bulwark.Proxy.Limits;

/// <summary>Lets the bodies of some peers come as slowly as they come.</summary>
public static class BodyRateMiddleware
{
    /// <summary>Exempts the requests of some peers from <see cref="KestrelLimits.PutBodyRate"/>: of those that have watched their clients themselves.</summary>
    public static void UseBodyRate(this IApplicationBuilder app, Func<HttpContext, bool> isExempt) => app.Use(next => context =>
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && isExempt(context)
            && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        return next(context);
    });
}
