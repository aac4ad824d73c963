using Bulwark.Admin.Access;
using Bulwark.Admin.Api;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Console;

/// <summary>The console: tiers, users and rooms.</summary>
internal static class ConsolePage
{
    private const int MostRows = 200;

    public static IResult Create(InstanceStatus status, Visitor visitor) => new HtmlPage("Bulwark console", Markup.Of($"""
        <header>
        <h1>Bulwark</h1>
        <form method="post" action="/logout"><span class="soft">{visitor.Name}</span> <button>Sign out</button></form>
        </header>
        <main>
        <section><h2>Tiers</h2><table>{Markup.Join(status.Tiers.Select(Tier))}</table></section>
        <section><h2>Users{Count(status.Users?.Count)}</h2>{Users(status.Users)}</section>
        <section><h2>Rooms{Count(status.Rooms?.Count)}</h2>{Rooms(status.Rooms)}</section>
        </main>
        """));

    private static Markup Tier(TierStatus tier) => tier.IsUp
        ? Markup.Of($"""<tr><td>{tier.Name}</td><td class="good">up</td></tr>""")
        : Markup.Of($"""<tr><td>{tier.Name}</td><td><span class="bad">down</span><br><span class="soft">{tier.Problem}</span></td></tr>""");

    private static Markup Users(IReadOnlyList<UserEntry>? users) => users switch
    {
        null => Markup.Of($"""<p class="soft">The identity tier is not running.</p>"""),
        [] => Markup.Of($"""<p class="soft">Nobody yet. Add the first one with: bulwark user add</p>"""),
        _ => Markup.Of($"""
            <table><tr><th>User</th><th>Groups</th><th></th></tr>{Markup.Join(users.Take(MostRows).Select(User))}</table>{More(users.Count)}
            """),
    };

    private static Markup User(UserEntry user) => Markup.Of($"""
        <tr><td>{user.Username}</td><td>{string.Join(", ", user.Groups)}</td><td>{(user.Enabled ? Markup.Empty : Disabled)}</td></tr>
        """);

    private static Markup Disabled => Markup.Of($"""<span class="bad">disabled</span>""");

    private static Markup Rooms(IReadOnlyList<RoomEntry>? rooms) => rooms switch
    {
        null => Markup.Of($"""<p class="soft">The homeserver is not running.</p>"""),
        [] => Markup.Of($"""<p class="soft">No rooms.</p>"""),
        _ => Markup.Of($"""
            <table><tr><th>Room</th><th>Alias</th><th>Members</th></tr>{Markup.Join(rooms.Take(MostRows).Select(Room))}</table>{More(rooms.Count)}
            """),
    };

    private static Markup Room(RoomEntry room) => Markup.Of($"""
        <tr><td>{room.Name ?? room.RoomId}</td><td>{room.Alias}</td><td>{room.Members.Count}</td></tr>
        """);

    private static Markup Count(int? count) => count is { } number ? Markup.Of($""" <span class="soft">{number}</span>""") : Markup.Empty;

    private static Markup More(int count) => count > MostRows ? Markup.Of($"""<p class="soft">The first {MostRows} are shown.</p>""") : Markup.Empty;
}
