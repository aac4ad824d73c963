using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Waf.Acl.Options;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The control routes <c>GET /waf/status</c>, <c>POST /waf/mode</c> and <c>POST /waf/promote</c>.</summary>
public static class FirewallRoutes
{
    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Control routes of a tier.</param>
    /// <param name="current">The firewall in force.</param>
    public static void Map(RouteTable routes, Func<RequestFirewall> current) => routes
        .Map(HttpMethods.Get, "/waf/status", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Json(Report(current()), FirewallControlJson.Default.FirewallReport)))
        .Map(HttpMethods.Post, "/waf/mode", (context, _) => SetAsync(context, current))
        .Map(HttpMethods.Post, "/waf/promote", (context, _) => PromoteAsync(context, current));

    private static FirewallReport Report(RequestFirewall firewall) => new(firewall.Groups(), RequestFirewall.Memory.Held, RequestFirewall.MostHeld) { Rules = [.. firewall.Options.Rules.OrderBy(rule => rule.Priority).Select(ViewOf)] };

    private static FirewallRuleView ViewOf(AclRuleOptions rule) => new(
        rule.Name,
        rule.Priority,
        rule.Action is { } action ? JsonNamingPolicy.CamelCase.ConvertName(action.Kind.ToString()) : null,
        rule.Statement.ManagedRuleGroup?.Name ?? (rule.Statement.RuleGroup is null ? null : "own rules"));

    private static async ValueTask<IResult> SetAsync(HttpContext context, Func<RequestFirewall> current)
    {
        if (await ReadAsync(context, FirewallControlJson.Default.FirewallModeRequest) is not { } request)
            return ControlError.BadRequest("The body is not the JSON that this control route takes.");

        var firewall = current();
        if (firewall.SetMode(request.Group, request.Mode, ControlSocket.Peer(context)!) is not { } group)
            return NoGroup(request.Group, firewall);

        // A promotion that this has ended must not come back with the next start, whatever becomes of this process.
        await firewall.Promotions.LookAsync(context.RequestAborted);
        return TypedResults.Json(group, FirewallControlJson.Default.FirewallGroupView);
    }

    private static async ValueTask<IResult> PromoteAsync(HttpContext context, Func<RequestFirewall> current)
    {
        if (await ReadAsync(context, FirewallControlJson.Default.FirewallPromotionRequest) is not { Limit: null or (>= 0 and <= 1) } request)
            return ControlError.BadRequest("The body is not the JSON that this control route takes.");

        var firewall = current();
        if (firewall.Groups().FirstOrDefault(one => one.Name == request.Group) is not { } group)
            return NoGroup(request.Group, firewall);

        try
        {
            var answer = await firewall.Promotions.AdvanceAsync(request, group.Live, ControlSocket.Peer(context)!, context.RequestAborted);
            return TypedResults.Json(answer, FirewallControlJson.Default.FirewallPromotionAnswer);
        }
        catch (OperatorException e)
        {
            return ControlError.Conflict(e.Message);
        }
    }

    private static IResult NoGroup(string name, RequestFirewall firewall) =>
        ControlError.Missing($"There is no group '{name}'. The groups are: {string.Join(", ", firewall.Groups().Select(one => one.Name))}.");

    private static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
