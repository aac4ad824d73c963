using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// Control routes: <c>GET /target-groups</c> shows every target; <c>POST /target-groups/{group}/targets/{index}/drain</c> and <c>/undrain</c> take one out of
/// service and put it back.
/// </summary>
internal sealed class TargetGroupRoutes(Generations<LoadBalancerGeneration> generations, ILogger<TargetGroupRoutes> log)
{
    /// <summary>Adds the routes.</summary>
    public void Map(RouteTable routes)
    {
        routes.Map("GET", "/target-groups", (_, _) => ValueTask.FromResult(Show()));
        routes.Map("POST", "/target-groups/{group}/targets/{index}/drain", (context, values) => ValueTask.FromResult(Drain(context, values)));
        routes.Map("POST", "/target-groups/{group}/targets/{index}/undrain", (context, values) => ValueTask.FromResult(Undrain(context, values)));
    }

    private IResult Show() =>
        TypedResults.Json(new TargetGroupsReport([.. generations.Current.TargetGroups.All.Select(TargetGroupReport.Of)]), TargetGroupsJson.Default.TargetGroupsReport);

    private IResult Drain(HttpContext context, RouteValues values)
    {
        if (Find(values) is not { } target)
            return Missing(values);

        var peer = ControlSocket.Peer(context)!;
        if (target.State.Drain())
            Log.TargetDrained(log, target.State.Address, target.State.Group, peer.UserId, peer.ProcessId);

        return Answer(target);
    }

    private IResult Undrain(HttpContext context, RouteValues values)
    {
        if (Find(values) is not { } target)
            return Missing(values);

        var peer = ControlSocket.Peer(context)!;
        if (target.State.Undrain())
            Log.TargetUndrained(log, target.State.Address, target.State.Group, peer.UserId, peer.ProcessId);

        return Answer(target);
    }

    private Target? Find(RouteValues values) =>
        int.TryParse(values["index"], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? generations.Current.TargetGroups.Find(values["group"])?.Targets.ElementAtOrDefault(index)
            : null;

    private static IResult Missing(RouteValues values) =>
        ControlError.Missing($"There is no target {values["index"]} in a target group '{values["group"]}'; GET /target-groups shows those there are.");

    private static IResult Answer(Target target) => TypedResults.Json(TargetReport.Of(target), TargetGroupsJson.Default.TargetReport);
}
