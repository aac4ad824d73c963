using System.Text;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Tests.Events;

public sealed class RedactionTests
{
    private const string Rest = "\"depth\":2,\"hashes\":{\"sha256\":\"x\"},\"origin_server_ts\":1,\"prev_events\":[],\"room_id\":\"!r:x\",\"sender\":\"@a:x\"";

    [Theory]
    [InlineData("m.room.message", """{"body":"x","msgtype":"m.text"}""", "{}")]
    [InlineData("m.room.name", """{"name":"x"}""", "{}")]
    [InlineData("m.room.create", """{"m.federate":false,"room_version":"11","x":1}""", """{"m.federate":false,"room_version":"11","x":1}""")]
    [InlineData(
        "m.room.member",
        """{"avatar_url":"a","displayname":"d","join_authorised_via_users_server":"@b:x","membership":"join","third_party_invite":{"display_name":"z","signed":{"token":"t"}}}""",
        """{"join_authorised_via_users_server":"@b:x","membership":"join","third_party_invite":{"signed":{"token":"t"}}}""")]
    [InlineData("m.room.join_rules", """{"allow":[],"join_rule":"restricted","x":1}""", """{"allow":[],"join_rule":"restricted"}""")]
    [InlineData(
        "m.room.power_levels",
        """{"ban":1,"events":{"a":1},"events_default":0,"invite":5,"kick":1,"notifications":{"room":1},"redact":1,"state_default":1,"users":{"@a:x":100},"users_default":0}""",
        """{"ban":1,"events":{"a":1},"events_default":0,"invite":5,"kick":1,"redact":1,"state_default":1,"users":{"@a:x":100},"users_default":0}""")]
    [InlineData("m.room.history_visibility", """{"history_visibility":"joined","x":1}""", """{"history_visibility":"joined"}""")]
    [InlineData("m.room.redaction", """{"reason":"r","redacts":"$e"}""", """{"redacts":"$e"}""")]
    [InlineData("m.room.aliases", """{"aliases":["#a:x"]}""", "{}")]
    public void Leaves_what_the_room_version_says(string type, string content, string expected) =>
        Assert.Equal(Event(type, expected), Encoding.UTF8.GetString(Redaction.Apply(Encoding.UTF8.GetBytes(Event(type, content)))));

    [Fact]
    public void Takes_away_unknown_keys_at_the_top() => Assert.Equal(
        Event("m.room.message", "{}"),
        Encoding.UTF8.GetString(Redaction.Apply(Encoding.UTF8.GetBytes("{\"age\":3,\"auth_events\":[],\"content\":{\"body\":\"x\"}," + Rest + ",\"type\":\"m.room.message\",\"unsigned\":{}}"))));

    [Fact]
    public void Keeps_the_event_id()
    {
        var pdu = Encoding.UTF8.GetBytes(Event("m.room.message", """{"body":"x"}"""));
        Assert.Equal(EventSeal.EventId(pdu), EventSeal.EventId(Redaction.Apply(pdu)));
        Assert.Matches("^\\$[A-Za-z0-9_-]{43}$", EventSeal.EventId(pdu));
    }

    private static string Event(string type, string content) => $"{{\"auth_events\":[],\"content\":{content},{Rest},\"type\":\"{type}\"}}";
}
