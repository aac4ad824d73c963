using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Tests.Testing;

namespace Bulwark.Homeserver.Tests;

public sealed class HomeserverTierTests
{
    [Fact]
    public async Task Says_in_one_sentence_that_the_database_is_no_database()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        await server.StopAsync();
        var file = server.Environment.Data.Database("homeserver");
        await File.WriteAllTextAsync(file, new string('x', 8192), TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<OperatorException>(server.StartAsync);
        Assert.StartsWith($"The database {file} is damaged", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_in_one_sentence_that_the_database_is_damaged_inside()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using (var alice = await server.LogInAsync("alice"))
        {
            var room = await alice.RoomIdAsync("red-room");
            for (var i = 0; i < 50; i++)
                await alice.SayAsync(room, new string('x', 2000));
        }

        await server.StopAsync();
        var file = server.Environment.Data.Database("homeserver");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Array.Fill(bytes, (byte)0xEE, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<OperatorException>(server.StartAsync);
        Assert.StartsWith($"The database {file} is damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_its_files_to_itself()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(server.Environment.Data.Socket("homeserver")));
        Assert.All(System.IO.Directory.GetFiles(server.Environment.Data.Databases), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Refuses_a_database_of_another_server_name()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        await server.StopAsync();
        server.Options = new HomeserverOptions { ServerName = "example.org" };

        var failure = await Assert.ThrowsAsync<OperatorException>(server.StartAsync);
        Assert.Equal(
            $"The database {server.Environment.Data.Database("homeserver")} belongs to the homeserver 'localhost', and homeserver.serverName is 'example.org': a server cannot be renamed. Set it back, or start with a new --data.",
            failure.Message);
    }

    [Fact]
    public void Takes_the_default_settings() => Assert.Empty(Problems(new HomeserverOptions()));

    public static TheoryData<HomeserverOptions, string> BadSettings => new()
    {
        { new HomeserverOptions { ServerName = "Example.org" }, "homeserver.serverName 'Example.org' is not a host name, with or without a port" },
        { new HomeserverOptions { ServerName = "example.org:0" }, "homeserver.serverName 'example.org:0' is not a host name, with or without a port" },
        { new HomeserverOptions { ServerUser = "Bulwark" }, "homeserver.serverUser 'Bulwark' is not a localpart: lower-case letters, digits and ._=-/+ only" },
        { new HomeserverOptions { RefreshableAccessTokenSeconds = 5 }, "homeserver.refreshableAccessTokenSeconds 5 is out of range: 30 to 86400 seconds" },
        { new HomeserverOptions { MaxDevicesPerUser = 0 }, "homeserver.maxDevicesPerUser 0 is out of range: 1 to 10000" },
        { new HomeserverOptions { Rooms = [Room("a"), Room("b"), Room("a")] }, "homeserver.rooms has the alias 'a' twice" },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void Refuses_settings_in_the_operators_words(HomeserverOptions options, string problem) => Assert.Equal([problem], Problems(options));

    [Theory]
    [InlineData("", "x", "rooms[0].alias '' is not an alias: 1 to 100 lower-case letters, digits and -_.")]
    [InlineData("#staff", "x", "rooms[0].alias '#staff' is not an alias: 1 to 100 lower-case letters, digits and -_.")]
    [InlineData("staff", "", "rooms[0].name has 1 to 255 characters")]
    public void Refuses_rooms_in_the_operators_words(string alias, string name, string problem) => Assert.Equal(
        [problem],
        [.. new ProvisionedRoomOptions { Alias = alias, Name = name }.Validate(ConfigPath.Root["rooms"][0]).Select(error => $"{error.Path} {error.Message}")]);

    private static ProvisionedRoomOptions Room(string alias) => new() { Alias = alias, Name = alias };

    private static IReadOnlyList<string> Problems(HomeserverOptions options) =>
        [.. options.Validate(ConfigPath.Root["homeserver"]).Select(error => $"{error.Path} {error.Message}")];
}
