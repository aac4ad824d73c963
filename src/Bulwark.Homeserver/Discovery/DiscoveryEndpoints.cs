using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Discovery;

/// <summary>What clients ask to learn what kind of server this is.</summary>
internal sealed class DiscoveryEndpoints(TierEnvironment environment)
{
    // v1.3 added /relations and v1.4 threads, which are not served: a client that reads of them here sends thread replies and fails.
    private static readonly string[] Versions = ["v1.1", "v1.2"];

    /// <summary><c>GET /_matrix/client/versions</c></summary>
    public static ValueTask<IResult> GetVersionsAsync(HttpContext context, RouteValues values) => new(JsonAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("versions"u8);
        foreach (var version in Versions)
            writer.WriteStringValue(version);

        writer.WriteEndArray();
        writer.WriteStartObject("unstable_features"u8);
        writer.WriteBoolean("org.matrix.simplified_msc3575"u8, false);

        // Private read receipts, which came with v1.4.
        writer.WriteBoolean("org.matrix.msc2285.stable"u8, true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }));

    /// <summary><c>GET /.well-known/matrix/client</c></summary>
    public ValueTask<IResult> GetWellKnownAsync(HttpContext context, RouteValues values) => new(JsonAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("m.homeserver"u8);
        writer.WriteString("base_url"u8, environment.PublicUrl);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }));

    /// <summary><c>GET /_matrix/client/v3/capabilities</c></summary>
    public static ValueTask<IResult> GetCapabilitiesAsync(HttpContext context, RouteValues values, Session session) => new(JsonAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("capabilities"u8);
        WriteRoomVersions(writer);
        foreach (var (capability, isEnabled) in new[]
                 {
                     ("m.change_password", false), ("m.set_displayname", true), ("m.set_avatar_url", true), ("m.3pid_changes", false),
                     ("m.get_login_token", false),
                 })
        {
            writer.WriteStartObject(capability);
            writer.WriteBoolean("enabled"u8, isEnabled);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }));

    /// <summary><c>GET /_matrix/client/v3/voip/turnServer</c>: there is none.</summary>
    public static ValueTask<IResult> GetTurnServerAsync(HttpContext context, RouteValues values, Session session) => new(JsonAnswer.Empty);

    private static void WriteRoomVersions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("m.room_versions"u8);
        writer.WriteString("default"u8, Room.Version);
        writer.WriteStartObject("available"u8);
        writer.WriteString(Room.Version, "stable"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
