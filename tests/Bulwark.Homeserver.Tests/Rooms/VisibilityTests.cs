using System.Text;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Tests.Rooms;

public sealed class VisibilityTests
{
    private const string Viewer = "@v:x";

    /// <summary>The viewer's life: <c>10 invite 20 join 30 leave</c>; the event is a message at the position.</summary>
    [Theory]
    [InlineData("shared", "20 join", 10, true)]
    [InlineData("shared", "20 join", 30, true)]
    [InlineData("shared", "", 30, false)]
    [InlineData("shared", "10 invite", 30, false)]
    [InlineData("shared", "20 join 30 leave", 10, true)]
    [InlineData("shared", "20 join 30 leave", 25, true)]
    [InlineData("shared", "20 join 30 leave", 40, false)]
    [InlineData("shared", "20 join 30 leave 50 join", 40, true)]
    [InlineData("shared", "20 join 30 ban", 40, false)]
    [InlineData("joined", "20 join", 10, false)]
    [InlineData("joined", "20 join", 30, true)]
    [InlineData("joined", "20 join 30 leave 50 join", 40, false)]
    [InlineData("invited", "10 invite 20 join", 5, false)]
    [InlineData("invited", "10 invite 20 join", 15, true)]
    [InlineData("invited", "10 invite", 15, false)]
    [InlineData("invited", "20 join", 10, false)]
    [InlineData("world_readable", "", 10, true)]
    [InlineData("something-new", "20 join", 10, true)]
    [InlineData("something-new", "", 10, false)]
    public void Follows_the_history_visibility(string visibility, string life, long position, bool expected) =>
        Assert.Equal(expected, Visibility.CanSee(Viewer, Life(life), Set(1, visibility), Event(position, "m.room.message", null, "{}")));

    [Theory]
    [InlineData("30 leave", 30)]
    [InlineData("20 join 30 ban", 30)]
    [InlineData("30 invite", 30)]
    public void Shows_users_their_own_membership(string life, long position) =>
        Assert.True(Visibility.CanSee(Viewer, Life(life), Set(1, "joined"), Event(position, "m.room.member", Viewer, """{"membership":"leave"}""")));

    [Fact]
    public void Shows_a_change_of_visibility_by_the_more_open_side()
    {
        var opened = Set(1, "joined").With(Event(20, "m.room.history_visibility", "", """{"history_visibility":"shared"}"""));
        var closed = Set(1, "shared").With(Event(20, "m.room.history_visibility", "", """{"history_visibility":"joined"}"""));
        var change = Event(20, "m.room.history_visibility", "", "{}");

        Assert.True(Visibility.CanSee(Viewer, Life("30 join"), opened, change));
        Assert.True(Visibility.CanSee(Viewer, Life("30 join"), closed, change));
        Assert.False(Visibility.CanSee(Viewer, Life("30 join"), opened, Event(19, "m.room.message", null, "{}")));
        Assert.False(Visibility.CanSee(Viewer, Life("30 join"), closed, Event(21, "m.room.message", null, "{}")));
    }

    private static MembershipHistory Life(string life) => life.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Aggregate(
        MembershipHistory.None,
        (history, step) => history.With(new MembershipChange(long.Parse(step[0], System.Globalization.CultureInfo.InvariantCulture), step[1])));

    private static VisibilityHistory Set(long position, string visibility) =>
        VisibilityHistory.None.With(Event(position, "m.room.history_visibility", "", $$"""{"history_visibility":"{{visibility}}"}"""));

    private static RoomEvent Event(long position, string type, string? stateKey, string content) => new()
    {
        EventId = $"${position}",
        RoomId = "!r:x",
        Type = type,
        StateKey = stateKey,
        Sender = "@s:x",
        OriginServerTs = 1,
        Body = new EventBody(Encoding.UTF8.GetBytes($$"""{"content":{{content}}}"""), null) { Position = position },
    };
}
