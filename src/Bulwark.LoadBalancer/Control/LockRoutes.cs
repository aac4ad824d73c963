using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The control routes <c>GET /lock</c> and <c>PUT /lock</c>.</summary>
internal sealed class LockRoutes(LockedListeners listeners, LockFlip flip, AuditRecord audit, Generations<LoadBalancerGeneration> generations)
{
    public void Map(RouteTable routes) => routes.Map("GET", "/lock", ShowAsync).Map("PUT", "/lock", SetAsync);

    private ValueTask<IResult> ShowAsync(HttpContext context, RouteValues values) =>
        new(TypedResults.Json(new LockView([.. listeners.All.Select(ListenerLockView.Of)], audit.Report()), LockControlJson.Default.LockView));

    private async ValueTask<IResult> SetAsync(HttpContext context, RouteValues values)
    {
        if (await ReadAsync(context) is not { } request)
            return ControlError.BadRequest("The body is not the JSON that this control route takes.");

        if (listeners.Find(request.Listener ?? LockedListeners.Default) is not { } listener)
            return ControlError.Missing($"There is no listener '{request.Listener}'. The listeners are: {string.Join(", ", listeners.All.Select(one => one.Name))}.");

        var answer = await flip.SetAsync(listener, request, generations.Current.Options.Lock, ControlSocket.Peer(context)!, context.RequestAborted);
        return TypedResults.Json(answer, LockControlJson.Default.LockAnswer);
    }

    private static async ValueTask<LockRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, LockControlJson.Default.LockRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
