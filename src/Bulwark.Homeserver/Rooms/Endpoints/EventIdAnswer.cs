using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary><c>{"event_id": "$..."}</c></summary>
internal static class EventIdAnswer
{
    public static IResult Of(string eventId) => JsonAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("event_id"u8, eventId);
        writer.WriteEndObject();
    });
}
