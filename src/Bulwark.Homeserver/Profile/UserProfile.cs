using System.Text.Json;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Profile;

/// <summary>How a user is shown.</summary>
internal sealed record UserProfile(string? DisplayName, string? AvatarUrl)
{
    /// <summary>A membership event of the user with the profile in it.</summary>
    public EventDraft ToMember(string userId, string sender, string membership) => EventDraft.State(EventTypes.Member, userId, sender, writer =>
    {
        WriteTo(writer);
        writer.WriteString("membership"u8, membership);
    });

    /// <summary>A join of the user's own.</summary>
    public EventDraft ToJoin(string userId) => ToMember(userId, userId, Membership.Join);

    /// <summary>Writes the properties that are set.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (AvatarUrl is not null)
            writer.WriteString("avatar_url"u8, AvatarUrl);

        if (DisplayName is not null)
            writer.WriteString("displayname"u8, DisplayName);
    }
}
