using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Directory;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Control;

/// <summary>The control routes of the homeserver: <c>/rooms</c> and <c>/health</c>.</summary>
internal sealed class RoomControl(RoomTable rooms, Aliases aliases, GroupRooms groupRooms, HomeserverOptions options, EventStream stream)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/rooms", ListAsync)
        .Map("GET", "/rooms/{idOrAlias}", ShowAsync)
        .Map("POST", "/rooms/sync", SyncAsync)
        .Map("GET", "/health", HealthAsync);

    private async ValueTask<IResult> ListAsync(HttpContext context, RouteValues values)
    {
        var found = new List<RoomInfo>();
        foreach (var room in options.Rooms)
        {
            if (await aliases.FindAsync(groupRooms.AliasOf(room), context.RequestAborted) is { } roomId && await rooms.FindAsync(roomId) is { } open)
                found.Add(Describe(open));
        }

        return TypedResults.Json(new RoomList(found), HomeserverControlJson.Default.RoomList);
    }

    private async ValueTask<IResult> ShowAsync(HttpContext context, RouteValues values)
    {
        var name = values["idOrAlias"];

        // An operator may leave out the server: "#staff" or "staff" is "#staff:example.org".
        if (name is not ['!', ..] && !name.Contains(':', StringComparison.Ordinal))
            name = $"#{name.TrimStart('#')}:{options.ServerName}";

        var roomId = await aliases.ResolveAsync(name, context.RequestAborted);
        return roomId is not null && await rooms.FindAsync(roomId) is { } room
            ? TypedResults.Json(Describe(room), HomeserverControlJson.Default.RoomInfo)
            : ControlError.Missing($"There is no room {name}.");
    }

    private async ValueTask<IResult> SyncAsync(HttpContext context, RouteValues values)
    {
        var created = await groupRooms.EnsureAsync(context.RequestAborted);
        return TypedResults.Json(new RoomSyncReport(options.Rooms.Count, created), HomeserverControlJson.Default.RoomSyncReport);
    }

    private ValueTask<IResult> HealthAsync(HttpContext context, RouteValues values) =>
        new(TypedResults.Json(new HomeserverHealth("ok", stream.Position), HomeserverControlJson.Default.HomeserverHealth));

    private static RoomInfo Describe(Room room) => new(
        room.Current.Text(EventTypes.CanonicalAlias, "alias"),
        room.RoomId,
        room.Current.Text(EventTypes.Name, "name"),
        [.. room.Current.UsersWith(Membership.Join).Order(StringComparer.Ordinal)]);
}
