using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Homeserver.Control;
using Bulwark.Homeserver.Tests.Testing;

namespace Bulwark.Homeserver.Tests.Control;

public sealed class RoomControlTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Lists_the_rooms_and_who_is_in_them()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var control = new ControlClient(server.Environment.Data, HomeserverTier.Name);

        var list = await control.GetAsync("/rooms", HomeserverControlJson.Default.RoomList, TestContext.Current.CancellationToken);

        Assert.Equal(["#red-room:localhost", "#staff:localhost", "#analysts:localhost", "#experiencers:localhost"], [.. list.Rooms.Select(room => room.Alias!)]);
        Assert.Equal("The Red Room", list.Rooms[0].Name);
        Assert.Equal(["@alice:localhost", "@bulwark:localhost"], list.Rooms[1].Members);
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("%23staff")]
    [InlineData("%23staff%3Alocalhost")]
    public async Task Shows_a_room_by_any_of_its_names(string name)
    {
        using var control = new ControlClient(server.Environment.Data, HomeserverTier.Name);
        var room = await control.GetAsync($"/rooms/{name}", HomeserverControlJson.Default.RoomInfo, TestContext.Current.CancellationToken);
        Assert.Equal("Staff", room.Name);
        Assert.Equal(room.Alias, (await control.GetAsync($"/rooms/{Uri.EscapeDataString(room.RoomId)}", HomeserverControlJson.Default.RoomInfo, TestContext.Current.CancellationToken)).Alias);
    }

    [Fact]
    public async Task Says_what_it_does_not_know()
    {
        using var control = new ControlClient(server.Environment.Data, HomeserverTier.Name);
        var refusal = await Assert.ThrowsAsync<OperatorException>(
            () => control.GetAsync("/rooms/cellar", HomeserverControlJson.Default.RoomInfo, TestContext.Current.CancellationToken));
        Assert.Equal("There is no room #cellar:localhost.", refusal.Message);
    }

    [Fact]
    public async Task Makes_missing_rooms_and_is_healthy()
    {
        using var control = new ControlClient(server.Environment.Data, HomeserverTier.Name);
        var report = await control.PostAsync("/rooms/sync", HomeserverControlJson.Default.RoomSyncReport, TestContext.Current.CancellationToken);
        Assert.Equal(new RoomSyncReport(4, 0), report);
        Assert.Equal("ok", (await control.GetAsync("/health", HomeserverControlJson.Default.HomeserverHealth, TestContext.Current.CancellationToken)).Status);
    }
}
