using System.Text;
using System.Text.Json;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Tests.Rooms;

/// <summary>The room: @admin has power 100, @mod 50, @user and @out 0; everybody but @out and @gone is joined, @guest is invited, @bad is banned.</summary>
public sealed class EventAuthorizationTests
{
    private static readonly RoomState Room = Build();

    [Theory]
    [InlineData("@user", "m.room.message", null, "{}", null)]
    [InlineData("@out", "m.room.message", null, "{}", "You are not in the room.")]
    [InlineData("@user", "m.room.name", "", "{}", "Your power level is not high enough to send m.room.name: 50 is needed.")]
    [InlineData("@mod", "m.room.name", "", "{}", null)]
    [InlineData("@mod", "x.y", "@user", "{}", "A state key that is a user ID belongs to that user.")]
    [InlineData("@mod", "x.y", "@mod", "{}", null)]
    [InlineData("@admin", "m.room.create", "", "{}", "The room has been created already.")]
    [InlineData("@out", "m.room.member", "@out", """{"membership":"join"}""", "You are not invited to this room.")]
    [InlineData("@guest", "m.room.member", "@guest", """{"membership":"join"}""", null)]
    [InlineData("@bad", "m.room.member", "@bad", """{"membership":"join"}""", "You are banned from the room.")]
    [InlineData("@admin", "m.room.member", "@out", """{"membership":"join"}""", "Nobody joins for somebody else.")]
    [InlineData("@user", "m.room.member", "@out", """{"membership":"invite"}""", "Your power level is not high enough to invite: 10 is needed.")]
    [InlineData("@mod", "m.room.member", "@out", """{"membership":"invite"}""", null)]
    [InlineData("@mod", "m.room.member", "@user", """{"membership":"invite"}""", "@user is in the room.")]
    [InlineData("@mod", "m.room.member", "@bad", """{"membership":"invite"}""", "@bad is banned from the room.")]
    [InlineData("@user", "m.room.member", "@user", """{"membership":"leave"}""", null)]
    [InlineData("@out", "m.room.member", "@out", """{"membership":"leave"}""", "You are not in the room.")]
    [InlineData("@mod", "m.room.member", "@user", """{"membership":"leave"}""", null)]
    [InlineData("@user", "m.room.member", "@mod", """{"membership":"leave"}""", "Your power level is not high enough to remove somebody: 50 is needed.")]
    [InlineData("@mod", "m.room.member", "@admin", """{"membership":"leave"}""", "The power level of @admin is not below yours.")]
    [InlineData("@mod", "m.room.member", "@bad", """{"membership":"leave"}""", "Your power level is not high enough to lift a ban: 60 is needed.")]
    [InlineData("@admin", "m.room.member", "@bad", """{"membership":"leave"}""", null)]
    [InlineData("@admin", "m.room.member", "@mod", """{"membership":"ban"}""", null)]
    [InlineData("@mod", "m.room.member", "@user", """{"membership":"ban"}""", "Your power level is not high enough to ban somebody: 60 is needed.")]
    [InlineData("@out", "m.room.member", "@user", """{"membership":"ban"}""", "You are not in the room.")]
    [InlineData("@user", "m.room.member", "@user", """{"membership":"knock"}""", "There is no such membership here.")]
    [InlineData("@user", "m.room.member", "@user", """{"membership":7}""", "The membership is missing.")]
    [InlineData("@user", "m.room.member", null, """{"membership":"join"}""", "A membership belongs to a user.")]
    public void Decides_who_may_do_what(string sender, string type, string? stateKey, string content, string? expected) =>
        Assert.Equal(expected, EventAuthorization.Refuse(Room, Draft(sender, type, stateKey, content)));

    [Theory]
    [InlineData("@admin", """{"users":{"@admin":100,"@mod":100}}""", true)]
    [InlineData("@admin", """{"users":{"@admin":101,"@mod":50}}""", false)]
    [InlineData("@mod", """{"users":{"@admin":100,"@mod":50,"@user":50},"ban":60,"invite":10}""", true)]
    [InlineData("@mod", """{"users":{"@admin":100,"@mod":50,"@user":51},"ban":60,"invite":10}""", false)]
    [InlineData("@mod", """{"users":{"@admin":99,"@mod":50},"ban":60,"invite":10}""", false)]
    [InlineData("@mod", """{"users":{"@admin":100},"ban":60,"invite":10}""", true)]
    [InlineData("@mod", """{"users":{"@admin":100,"@mod":50},"invite":10}""", false)]
    [InlineData("@mod", """{"users":{"@admin":100,"@mod":50},"ban":60,"invite":50}""", true)]
    [InlineData("@mod", """{"users":{"@admin":100,"@mod":50},"ban":60,"invite":10,"events":{"m.room.name":51}}""", false)]
    [InlineData("@admin", """{"users":{"@admin":"100"}}""", false)]
    [InlineData("@admin", """{"users":[]}""", false)]
    [InlineData("@admin", """{"ban":"50"}""", false)]
    public void Lets_nobody_give_or_take_more_power_than_they_have(string sender, string content, bool allowed) =>
        Assert.Equal(allowed, EventAuthorization.Refuse(Room, Draft(sender, "m.room.power_levels", "", content)) is null);

    private static RoomState Build()
    {
        (string Sender, string Type, string Key, string Content)[] events =
        [
            ("@admin", "m.room.create", "", "{}"),
            ("@admin", "m.room.member", "@admin", """{"membership":"join"}"""),
            ("@admin", "m.room.power_levels", "", """{"users":{"@admin":100,"@mod":50},"ban":60,"invite":10}"""),
            ("@admin", "m.room.join_rules", "", """{"join_rule":"invite"}"""),
            ("@mod", "m.room.member", "@mod", """{"membership":"join"}"""),
            ("@user", "m.room.member", "@user", """{"membership":"join"}"""),
            ("@guest", "m.room.member", "@guest", """{"membership":"invite"}"""),
            ("@gone", "m.room.member", "@gone", """{"membership":"leave"}"""),
            ("@admin", "m.room.member", "@bad", """{"membership":"ban"}"""),
        ];
        return events.Aggregate(RoomState.Empty, (state, item) => state.With(
            EventSeal.Seal(Draft(item.Sender, item.Type, item.Key, item.Content), new EventPlace("!r:x", state.Depth + 1, state.LastEventId, [], 1), null)!));
    }

    private static EventDraft Draft(string sender, string type, string? stateKey, string content)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(content));
        return EventDraft.Create(type, stateKey, sender, document.RootElement).Value!;
    }
}
