using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Devices;

/// <summary><c>/_matrix/client/v3/devices</c>: a user's own devices.</summary>
internal sealed class DeviceEndpoints(HomeserverDatabase database, EventLog eventLog)
{
    private const int MaxDisplayNameLength = 255;

    public async ValueTask<IResult> GetAllAsync(HttpContext context, RouteValues values, Session session)
    {
        var devices = await database.ReadAsync(
            connection => connection.Query(
                "SELECT device_id, display_name, logged_in_at FROM devices WHERE user_id = $1 ORDER BY device_id", Device.Read, session.UserId),
            context.RequestAborted);
        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("devices"u8);
            foreach (var device in devices)
                Write(writer, device);

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        var device = await database.ReadAsync(
            connection => connection.First(
                "SELECT device_id, display_name, logged_in_at FROM devices WHERE user_id = $1 AND device_id = $2",
                Device.Read, session.UserId, values["deviceId"]),
            context.RequestAborted);
        return device is null ? NotFound() : JsonAnswer.Write(writer => Write(writer, device));
    }

    public async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.DeviceRequest)).TryGet(out var request, out var refusal))
            return refusal;

        if (request.DisplayName is { Length: > MaxDisplayNameLength })
            return MatrixError.TooLarge($"A device's name has at most {MaxDisplayNameLength} characters.");

        var changed = await eventLog.WriteAsync(transaction => transaction.Execute(
            "UPDATE devices SET display_name = ifnull($1, display_name) WHERE user_id = $2 AND device_id = $3",
            request.DisplayName, session.UserId, values["deviceId"]));
        return changed > 0 ? JsonAnswer.Empty : NotFound();
    }

    private static MatrixError NotFound() => MatrixError.NotFound("There is no such device.");

    private static void Write(Utf8JsonWriter writer, Device device)
    {
        writer.WriteStartObject();
        writer.WriteString("device_id"u8, device.DeviceId);
        if (device.DisplayName is { } name)
            writer.WriteString("display_name"u8, name);

        writer.WriteNumber("last_seen_ts"u8, device.LoggedInAt);
        writer.WriteEndObject();
    }
}
