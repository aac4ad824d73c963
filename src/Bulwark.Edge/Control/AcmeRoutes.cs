using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Edge.Acme;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Control;

/// <summary><c>GET /acme</c> and <c>POST /acme/renew</c> on the control socket.</summary>
public static class AcmeRoutes
{
    /// <summary>Asks for another certificate now.</summary>
    public const string Renew = "/acme/renew";

    /// <summary>How things stand with the certificate of ACME.</summary>
    public const string Show = "/acme";

    /// <summary>Adds the routes.</summary>
    internal static void Map(RouteTable routes) => routes
        .Map("GET", Show, (context, _) => ValueTask.FromResult(Answer(context)))
        .Map("POST", Renew, (context, _) => ValueTask.FromResult(Ask(context)));

    private static IResult Answer(HttpContext context) =>
        TypedResults.Json(context.RequestServices.GetRequiredService<AcmeService>().Upkeep.Status, EdgeControlJson.Default.AcmeStatus);

    private static IResult Ask(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<Generations<EdgeGeneration>>().Current.Options.Acme is null)
            return ControlError.Conflict("The settings name no ACME server: set edge.acme.");

        context.RequestServices.GetRequiredService<AcmeService>().Upkeep.Renew();
        return Answer(context);
    }
}
