using System.Text.Json.Nodes;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>What clients ask besides messages: logins, sync with filters, uploads, profiles, search, state, keys, GraphQL.</summary>
internal static class ClientTraffic
{
    private const int Rounds = 12;
    private const int OperationRounds = 60;
    private const string V3 = "/_matrix/client/v3";

    private static readonly ILookup<string, string> Pieces = CorpusFile.ReadLines("client.txt").ToLookup(piece => piece.Kind, piece => piece.Text, StringComparer.Ordinal);

    private static readonly string[] Files = [.. Pieces["file"]];

    /// <param name="day">Another day has other names, numbers and files in the same requests.</param>
    public static IEnumerable<CorpusRequest> Create(int day = 0)
    {
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var request in Round(new Dice((ulong)(7000 + i + (1_000_003 * day))), i))
                yield return request;
        }

        foreach (var (name, block) in CorpusFile.ReadBlocks("graphql.txt"))
        {
            for (var i = 0; i < OperationRounds; i++)
                yield return Operation(name, block, ChatTraffic.DiceOf(block, i, day));
        }
    }

    private static IEnumerable<CorpusRequest> Round(Dice dice, int round) =>
        Accounts(dice).Concat(Timelines(dice, round)).Concat(RoomChanges(dice)).Concat(Keys(dice)).Concat(Pieces["name"].Select(name => Profile(name, dice)))
            .Concat(Pieces["password"].Select(password => Login(password, dice))).Concat(Files.SelectMany(file => Uploads(file, dice)));

    private static CorpusRequest Login(string password, Dice dice) => Json("login", password, $"POST {V3}/login", new JsonObject
    {
        ["type"] = "m.login.password",
        ["identifier"] = new JsonObject { ["type"] = "m.id.user", ["user"] = Words.User(dice) },
        ["password"] = password,
        ["initial_device_display_name"] = $"app.example.org: {dice.Pick(["Firefox on Linux", "Chrome on Windows", "Element X (Anna's iPhone)", "Safari on macOS; work"])}",
    });

    private static CorpusRequest Profile(string name, Dice dice) => dice.Next(3) switch
    {
        0 => Json("profile", name, $"PUT {V3}/profile/{Words.User(dice)}/displayname", new JsonObject { ["displayname"] = name }),
        1 => Json("profile", name, $"PUT {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/state/m.room.member/{Words.User(dice)}", new JsonObject { ["membership"] = "join", ["displayname"] = name, ["avatar_url"] = "mxc://example.org/" + Words.Id(dice)[..24] }),
        _ => Json("search", name, $"POST {V3}/user_directory/search", new JsonObject { ["search_term"] = name, ["limit"] = 10 }),
    };

    private static IEnumerable<CorpusRequest> Accounts(Dice dice)
    {
        yield return Json("login", "token", $"POST {V3}/login", new JsonObject { ["type"] = "org.matrix.login.jwt", ["token"] = $"eyJhbGciOiJSUzI1NiJ9.{Words.Id(dice)}{Words.Id(dice)}.{Words.Id(dice)}{Words.Id(dice)}{Words.Id(dice)}" });
        yield return Get("discovery", "/_matrix/client/versions");
        yield return Get("discovery", "/.well-known/matrix/client");
        yield return Get("profile", $"{V3}/profile/{Words.User(dice)}");
        yield return Get("profile", $"{V3}/profile/%40anna%3Aexample.com/displayname");
        yield return Get("alias", $"{V3}/directory/room/%23{dice.Pick(["general", "o'neill", "dev.ops", "sql"])}%3Aexample.{dice.Pick(["org", "com", "net", "key"])}");
        yield return Json("account-data", "breadcrumbs", $"PUT {V3}/user/{Words.User(dice)}/account_data/im.vector.setting.breadcrumbs", new JsonObject { ["recent_rooms"] = new JsonArray($"!{Words.Id(dice)[..18]}:example.com", $"!{Words.Id(dice)[..18]}:example.org") });
        foreach (var kind in new[] { "draft", "note", "status", "reminder", "template", "signature" })
            yield return Json("account-data", kind, $"PUT {V3}/user/{Words.User(dice)}/account_data/org.example.{kind}", new JsonObject { ["text"] = Words.Fill("‹text›", dice), ["at"] = 1_760_000_000_000 + dice.Next(1_000_000_000) });
        yield return Json("logout", "logout", $"POST {V3}/logout", new JsonObject());
        yield return Json("pusher", "pusher", $"POST {V3}/pushers/set", new JsonObject { ["kind"] = "http", ["app_id"] = "im.example.app", ["app_display_name"] = "Example Android", ["device_display_name"] = "Pixel 8 (Anna's)", ["pushkey"] = Words.Id(dice) + ":APA91b" + Words.Id(dice), ["lang"] = "en", ["data"] = new JsonObject { ["url"] = "https://push.example.org/_matrix/push/v1/notify", ["format"] = "event_id_only" } });
    }

    private static IEnumerable<CorpusRequest> Timelines(Dice dice, int round)
    {
        var filter = """{"room":{"timeline":{"limit":LIMIT,"not_types":["m.room.redaction"]},"state":{"lazy_load_members":true},"ephemeral":{"types":["m.receipt","m.typing"]}},"presence":{"not_types":["*"]},"event_fields":["type","content.body","sender"]}""".Replace("LIMIT", $"{20 + round}", StringComparison.Ordinal);
        var since = $"s{dice.Next(900000)}_{dice.Next(900000)}_{dice.Next(90)}_{dice.Next(900000)}";
        yield return Get("sync", $"{V3}/sync?filter={Uri.EscapeDataString(filter)}&timeout=30000&since={since}");
        yield return Get("sync", $"{V3}/sync?filter=0&timeout=30000&set_presence=unavailable&since={since}");
        yield return Json("sync", "filter", $"POST {V3}/user/{Words.User(dice)}/filter", JsonNode.Parse(filter)!);
        yield return Json("sync", "sliding", "POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=20000&pos=" + dice.Next(10000), JsonNode.Parse("""{"conn_id":"room-list","lists":{"all":{"ranges":[[0,19]],"required_state":[["m.room.name",""],["m.room.member","$LAZY"],["m.room.power_levels","*"]],"timeline_limit":1}},"extensions":{"e2ee":{"enabled":true}}}""")!);
        yield return Get("history", $"{V3}/rooms/!{Words.Id(dice)[..18]}:example.org/messages?from=t{dice.Next(90000)}-{dice.Next(90000)}_{dice.Next(9)}&dir=b&limit=50&filter=%7B%22lazy_load_members%22%3Atrue%7D");
        yield return Get("history", $"{V3}/rooms/%21{Words.Id(dice)[..18]}%3Aexample.com/context/%24{Words.Id(dice)}?limit=10");
        yield return Get("history", $"/_matrix/client/v1/rooms/!{Words.Id(dice)[..18]}:example.org/relations/${Words.Id(dice)}/m.replace/m.room.message?limit=5");
        yield return Get("media", $"/_matrix/client/v1/media/thumbnail/example.com/{Words.Id(dice)[..24]}?width=64&height=64&method=crop");
        yield return Get("media", $"/_matrix/client/v1/media/download/example.org/{Words.Id(dice)[..24]}/{Uri.EscapeDataString(dice.Pick(Files))}");
        yield return Json("search", $"search {dice.Next(8)}", $"POST {V3}/search", new JsonObject { ["search_categories"] = new JsonObject { ["room_events"] = new JsonObject { ["search_term"] = Words.Fill("‹title›", dice), ["keys"] = new JsonArray("content.body", "content.name"), ["order_by"] = "recent", ["filter"] = new JsonObject { ["limit"] = 10 } } } });
        yield return Json("receipt", "receipt", $"POST {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/receipt/m.read/%24{Words.Id(dice)}", new JsonObject { ["thread_id"] = "main" });
        yield return Json("receipt", "markers", $"POST {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/read_markers", new JsonObject { ["m.fully_read"] = "$" + Words.Id(dice), ["m.read"] = "$" + Words.Id(dice) });
        yield return Json("typing", "typing", $"PUT {V3}/rooms/!{Words.Id(dice)[..18]}:example.com/typing/{Words.User(dice).Replace(".org", ".com", StringComparison.Ordinal)}", new JsonObject { ["typing"] = true, ["timeout"] = 20000 });
    }

    private static IEnumerable<CorpusRequest> RoomChanges(Dice dice)
    {
        var state = $"PUT {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/state";
        foreach (var name in Pieces["room"])
        {
            yield return Json("state", name, $"{state}/m.room.name/", new JsonObject { ["name"] = name });
            yield return Json("state", name, $"{state}/m.room.topic/", new JsonObject { ["topic"] = $"{name}: {Words.Fill("‹text›", dice)}" });
            yield return Json("create-room", name, $"POST {V3}/createRoom", new JsonObject { ["name"] = name, ["topic"] = Words.Fill("‹title›", dice), ["preset"] = "private_chat", ["invite"] = new JsonArray(Words.User(dice)), ["initial_state"] = new JsonArray(new JsonObject { ["type"] = "m.room.encryption", ["state_key"] = "", ["content"] = new JsonObject { ["algorithm"] = "m.megolm.v1.aes-sha2" } }) });
        }

        foreach (var emoji in Pieces["reaction"])
            yield return Json("reaction", emoji, ChatTraffic.Send(dice, "m.reaction"), new JsonObject { ["m.relates_to"] = new JsonObject { ["rel_type"] = "m.annotation", ["event_id"] = "$" + Words.Id(dice), ["key"] = emoji } });

        yield return Json("redact", $"redact {dice.Next(8)}", $"PUT {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/redact/${Words.Id(dice)}/m176{dice.Next(100000)}.3", new JsonObject { ["reason"] = Words.Fill("‹title›", dice) });
        yield return Json("state", "power", $"{state}/m.room.power_levels/", JsonNode.Parse("""{"ban":50,"events":{"m.room.name":50,"m.room.power_levels":100},"events_default":0,"users":{"@anna:example.org":100,"@o'neill:example.org":50},"notifications":{"room":50}}""")!);
        yield return Json("invite", $"invite {dice.Next(8)}", $"POST {V3}/rooms/!{Words.Id(dice)[..18]}:example.org/invite", new JsonObject { ["user_id"] = Words.User(dice), ["reason"] = Words.Fill("‹title›", dice) });
        yield return new CorpusRequest("delete", "request", "delete", $"DELETE {V3}/directory/room/%23old%3Aexample.com HTTP/1.1");
    }

    private static IEnumerable<CorpusRequest> Keys(Dice dice)
    {
        for (var i = 0; i < 4; i++)
            yield return Json("encrypted", $"encrypted {i}", ChatTraffic.Send(dice, "m.room.encrypted"), new JsonObject { ["algorithm"] = "m.megolm.v1.aes-sha2", ["ciphertext"] = "AwgAEpAC" + Words.Base64(dice, 60 + dice.Next(900)), ["device_id"] = "GHTYAJCE", ["sender_key"] = Words.Base64(dice, 32), ["session_id"] = Words.Base64(dice, 32) });

        var (user, key) = (Words.User(dice), Words.Base64(dice, 32));
        yield return Json("keys", "upload", $"POST {V3}/keys/upload", new JsonObject { ["device_keys"] = new JsonObject { ["algorithms"] = new JsonArray("m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"), ["device_id"] = "JLAFKJWSCS", ["keys"] = new JsonObject { ["curve25519:JLAFKJWSCS"] = key, ["ed25519:JLAFKJWSCS"] = Words.Base64(dice, 32) }, ["signatures"] = new JsonObject { [user] = new JsonObject { ["ed25519:JLAFKJWSCS"] = Words.Base64(dice, 64) } }, ["user_id"] = user }, ["one_time_keys"] = new JsonObject { ["signed_curve25519:AAAAHg"] = new JsonObject { ["key"] = Words.Base64(dice, 32), ["signatures"] = new JsonObject { [user] = new JsonObject { ["ed25519:JLAFKJWSCS"] = Words.Base64(dice, 64) } } } } });
        yield return Json("keys", "query", $"POST {V3}/keys/query", new JsonObject { ["timeout"] = 10000, ["device_keys"] = new JsonObject { [user] = new JsonArray(), ["@o'neill:example.com"] = new JsonArray() } });
        yield return Json("keys", "to-device", $"PUT {V3}/sendToDevice/m.room.encrypted/{Words.Id(dice)[..16]}", new JsonObject { ["messages"] = new JsonObject { [user] = new JsonObject { ["*"] = new JsonObject { ["algorithm"] = "m.olm.v1.curve25519-aes-sha2", ["ciphertext"] = new JsonObject { [key] = new JsonObject { ["type"] = 0, ["body"] = Words.Base64(dice, 400) } }, ["sender_key"] = key } } } });
    }

    private static IEnumerable<CorpusRequest> Uploads(string file, Dice dice)
    {
        var bytes = Enumerable.Range(0, 200 + dice.Next(3000)).Select(_ => (byte)dice.Next(256)).ToArray();
        var type = dice.Pick(["image/jpeg", "image/png", "application/pdf", "video/mp4", "text/plain", "application/octet-stream", "text/html", "audio/ogg", "application/zip"]);
        yield return new CorpusRequest("upload", "file name", file, $"POST /_matrix/media/v3/upload?filename={Uri.EscapeDataString(file)} HTTP/1.1").WithBody(type, bytes);
        yield return Json("file", file, ChatTraffic.Send(dice), new JsonObject { ["msgtype"] = "m.file", ["body"] = file, ["filename"] = file, ["url"] = "mxc://example.org/" + Words.Id(dice)[..24], ["info"] = new JsonObject { ["size"] = bytes.Length, ["mimetype"] = type } });
    }

    private static CorpusRequest Operation(string name, string block, Dice dice)
    {
        var separator = block.LastIndexOf("\n--- ", StringComparison.Ordinal);
        var variables = JsonNode.Parse(block[(separator + 5)..])!;
        var body = new JsonObject { ["operationName"] = name, ["query"] = block[..separator], ["variables"] = Fill(variables, dice) };
        return Json("graphql", block, "POST /v1/graphql", body);
    }

    private static JsonNode? Fill(JsonNode? node, Dice dice) => node switch
    {
        JsonObject all => new JsonObject(all.Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value, dice)))),
        JsonArray all => new JsonArray([.. all.Select(item => Fill(item, dice))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Words.Fill(text, dice)),
        _ => node?.DeepClone(),
    };

    private static CorpusRequest Get(string kind, string target) => new(kind, "request", kind, $"GET {target} HTTP/1.1");

    private static CorpusRequest Json(string kind, string piece, string line, JsonNode body) => new CorpusRequest(kind, "request", piece, line + " HTTP/1.1").WithJson(body);
}
