using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulwark.Core.Configuration;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Core.Revisions;

/// <summary>
/// How the command line leads the tiers of an instance from one revision to the next: <c>GET /settings</c>, <c>POST /settings/prepare</c>, <c>/settings/commit</c>,
/// <c>/settings/abandon</c> and <c>/settings/check</c> on every control socket. All prepare before one commits, so what one tier refuses changes nothing anywhere.
/// </summary>
internal static class SettingsRoutes
{
    public static void Map(RouteTable routes, IServiceProvider services)
    {
        if (services.GetService<TierRevision>() is not { } revision)
            return;

        routes.Map("GET", "/settings", (_, _) => ValueTask.FromResult(View(revision)));
        MapPost(routes, "/settings/prepare", RevisionJson.Default.RevisionRequest, revision, (context, request) =>
            revision.PrepareAsync(request.Revision, context.RequestAborted));
        MapPost(routes, "/settings/commit", RevisionJson.Default.RevisionRequest, revision, (context, request) =>
            revision.CommitAsync(request.Revision, ControlSocket.Peer(context), context.RequestAborted));
        MapPost(routes, "/settings/abandon", RevisionJson.Default.RevisionRequest, revision, (context, request) =>
            revision.AbandonAsync(request.Revision, context.RequestAborted));
        MapPost(routes, "/settings/check", RevisionJson.Default.SettingsFileRequest, revision, (context, request) =>
            revision.CheckAsync(request.File, context.RequestAborted));
    }

    private static void MapPost<T>(RouteTable routes, string path, JsonTypeInfo<T> type, TierRevision revision, Func<HttpContext, T, Task> act)
        where T : class =>
        routes.Map("POST", path, async (context, _) =>
        {
            if (await ReadAsync(context, type) is not { } request)
                return ControlError.BadRequest($"The body is not what {path} takes.");

            try
            {
                await act(context, request);
                return View(revision);
            }
            catch (OperatorException e)
            {
                return ControlError.Conflict(e.Message);
            }
            catch (ConfigException e)
            {
                return ControlError.Conflict(e.Message);
            }
        });

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync(type, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult View(TierRevision revision) => TypedResults.Json(revision.View, RevisionJson.Default.TierSettingsView);
}
