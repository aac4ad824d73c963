using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>Attacks on the endpoints of a chat service: each payload in several places, most of them inside JSON, GraphQL variables, file names and cookies.</summary>
internal static class AttackTraffic
{
    private const string V3 = "/_matrix/client/v3";
    private const string Boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

    private static readonly string[] Text = ["message", "formatted message", "edited message", "topic", "room name", "display name", "account data", "search term", "GraphQL variable", "nested GraphQL variable"];

    private static readonly string[] Fields = ["login user", "device name", "room alias", "reaction", "event file name", "event type in account data", "avatar", "GraphQL variable", "nested GraphQL variable"];

    private static readonly string[] Names = ["JSON key", "nested JSON key", "GraphQL variable name", "upload file name", "multipart file name"];

    private static readonly string[] Cookies = ["cookie", "second cookie"];

    private static readonly string[] Elsewhere = ["query", "GraphQL literal", "header", "preview address", "form"];

    // An address is no attack in a message: it is where a server fetches what it names.
    private static readonly string[] Fetched = ["avatar", "pusher address", "GraphQL address", "nested GraphQL address", "event address"];

    /// <param name="day">On another day the same payloads go to other places.</param>
    public static IEnumerable<CorpusRequest> Create(int day = 0)
    {
        foreach (var (kind, line) in CorpusFile.ReadLines("attacks.txt"))
        {
            var payload = line.Replace('␍', '\r').Replace('␊', '\n').Replace('␀', '\0');
            var requests = line[0] switch
            {
                '!' => [Protocol(kind, line, payload)],
                '?' => [new CorpusRequest(kind, "query", line, $"GET {V3}/sync{line} HTTP/1.1").With("Referer", "https://evil.example/"), Fixation(kind, line)],
                _ => PlacesFor(kind, payload, ChatTraffic.DiceOf(payload, 0, day)).Distinct(StringComparer.Ordinal).Select(place => Place(kind, place, line, payload)),
            };

            foreach (var request in requests)
                yield return request;
        }

        foreach (var request in GraphQlAbuse.Create())
            yield return request;
    }

    /// <summary>Whether the place is one in which attacks are seldom looked for: inside JSON, a GraphQL variable, a file name, a cookie.</summary>
    public static bool IsInside(string place) => !Elsewhere.Contains(place) && place is not ("query" or "protocol" or "XML" or "document" or "batch");

    private static IEnumerable<string> PlacesFor(string kind, string payload, Dice dice) => kind switch
    {
        "rfi" or "ssrf" => [dice.Pick(Fetched), dice.Pick(Fetched), dice.Pick(["cookie", "upload file name", "nested GraphQL address"]), dice.Pick(["query", "preview address", "GraphQL literal"])],
        "xxe" => [dice.Pick(Text), dice.Pick(Fields), "XML"],
        "header-injection" => [dice.Pick(Fields), dice.Pick(Names), dice.Pick(["query", "preview address"])],
        "lfi" => [dice.Pick(Fields), dice.Pick(Names), dice.Pick(Text), dice.Pick(Elsewhere)],
        _ when payload[0] == '{' => [dice.Pick(Text), dice.Pick(Fields), dice.Pick(Elsewhere)],
        _ => [dice.Pick(Text), dice.Pick(Fields), dice.Pick([.. Names, .. Cookies]), dice.Pick([.. Elsewhere, .. Cookies])],
    };

    private static CorpusRequest Fixation(string kind, string line)
    {
        var parts = line[1..].Split('=', 2);
        return new CorpusRequest(kind, "JSON key", line, $"PUT {V3}/user/@a:example.org/account_data/org.example HTTP/1.1").WithJson(new JsonObject { [parts[0]] = parts[1] }).With("Referer", "https://evil.example/");
    }

    private static CorpusRequest Protocol(string kind, string line, string payload)
    {
        var parts = payload.Split(' ', 2);
        var request = new CorpusRequest(kind, "protocol", line, parts[0] switch
        {
            "!method" => $"{parts[1]} {V3}/sync HTTP/1.1",
            "!target" => $"GET {parts[1]} HTTP/1.1",
            _ => $"POST {V3}/logout HTTP/1.1",
        });
        if (parts[0] != "!header")
            return request;

        var header = parts[1].Split(": ", 2);
        return request.WithJson(new JsonObject()).With(header[0], header[1]);
    }

    private static CorpusRequest Place(string kind, string place, string piece, string payload)
    {
        var dice = ChatTraffic.DiceOf(payload, place.Length);
        return place switch
        {
            "message" => Request(ChatTraffic.Send(dice)).WithJson(ChatTraffic.Text(payload)),
            "formatted message" => Request(ChatTraffic.Send(dice)).WithJson(ChatTraffic.Formatted("hello", payload)),
            "edited message" => Request(ChatTraffic.Send(dice)).WithJson(ChatTraffic.Edit(payload, dice)),
            "topic" => Json($"PUT {V3}/rooms/!a:example.org/state/m.room.topic/", "topic"),
            "room name" => Json($"PUT {V3}/rooms/!a:example.org/state/m.room.name/", "name"),
            "display name" => Json($"PUT {V3}/profile/@a:example.org/displayname", "displayname"),
            "account data" => Json($"PUT {V3}/user/@a:example.org/account_data/org.example", "value"),
            "search term" => Json($"POST {V3}/user_directory/search", "search_term"),
            "login user" => Json($"POST {V3}/login", "user"),
            "device name" => Json($"PUT {V3}/devices/ABCDEF", "display_name"),
            "room alias" => Json($"POST {V3}/createRoom", "room_alias_name"),
            "avatar" => Json($"PUT {V3}/profile/@a:example.org/avatar_url", "avatar_url"),
            "event address" => Request(ChatTraffic.Send(dice)).WithJson(new JsonObject { ["msgtype"] = "m.image", ["body"] = "x.png", ["url"] = Value() }),
            "event file name" => Request(ChatTraffic.Send(dice)).WithJson(new JsonObject { ["msgtype"] = "m.file", ["body"] = "x", ["filename"] = Value(), ["url"] = "mxc://example.org/abc" }),
            "event type in account data" => Request($"PUT {V3}/user/@a:example.org/account_data/m.direct").WithJson(new JsonObject { ["items"] = new JsonArray(new JsonObject { ["type"] = Value() }) }),
            "reaction" => Request(ChatTraffic.Send(dice, "m.reaction")).WithJson(new JsonObject { ["m.relates_to"] = new JsonObject { ["rel_type"] = "m.annotation", ["event_id"] = "$x", ["key"] = Value() } }),
            "pusher address" => Request($"POST {V3}/pushers/set").WithJson(new JsonObject { ["kind"] = "http", ["data"] = new JsonObject { ["url"] = Value() } }),
            "JSON key" => Request($"PUT {V3}/user/@a:example.org/account_data/org.example").WithJson(new JsonObject { [payload] = 1 }),
            "nested JSON key" => Request(ChatTraffic.Send(dice)).WithJson(new JsonObject { ["msgtype"] = "m.text", ["body"] = "hi", ["org.example"] = new JsonArray(new JsonObject { [payload] = "x" }) }),
            "GraphQL variable" or "GraphQL address" => GraphQl("mutation Set($text: String!) { update(text: $text) { id } }", new JsonObject { ["text"] = Value() }),
            "nested GraphQL variable" or "nested GraphQL address" => GraphQl("mutation Add($in: NoteInput!) { add(input: $in) { id } }", new JsonObject { ["in"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["id"] = 1, ["source"] = Value() }) } }),
            "GraphQL variable name" => GraphQl("query Q { me { id } }", new JsonObject { [payload] = "x" }),
            "GraphQL literal" => GraphQl($"query {{ find(term: {JsonSerializer.Serialize(payload, JsonText.Options)}) {{ id }} }}", []),
            "upload file name" => Request($"POST /_matrix/media/v3/upload?filename={Uri.EscapeDataString(payload)}").WithBody("image/png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]),
            "multipart file name" => Multipart(),
            "cookie" => Request($"GET {V3}/sync?timeout=0").With("Cookie", $"sid=1; theme={CookieText()}"),
            "second cookie" => Request("POST /v1/graphql").WithJson(new JsonObject { ["query"] = "{ me { id } }" }).With("Cookie", $"lang={CookieText()}; a=b"),
            "query" => Request($"GET {V3}/rooms/!a:example.org/messages?dir=b&from={Uri.EscapeDataString(payload)}"),
            "preview address" => Request($"GET /_matrix/client/v1/media/preview_url?url={Uri.EscapeDataString(payload)}"),
            "header" => Request($"GET {V3}/sync?timeout=0").With("Referer", payload.Replace('\r', ' ').Replace('\n', ' ')),
            "form" => Request($"POST {V3}/login").WithBody("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes("user=" + Uri.EscapeDataString(payload))),
            "XML" => Request($"POST {V3}/login").WithBody("application/xml", Encoding.UTF8.GetBytes(payload)),
            _ => throw new InvalidOperationException($"'{place}' is no place"),
        };

        CorpusRequest Request(string line) => new(kind, place, piece, line + " HTTP/1.1");

        CorpusRequest Json(string line, string key) => Request(line).WithJson(new JsonObject { [key] = Value() });

        CorpusRequest GraphQl(string query, JsonObject variables) => Request("POST /v1/graphql").WithJson(new JsonObject { ["query"] = query, ["variables"] = variables });

        // What is JSON by itself ({"$ne": null}) is sent as such.
        JsonNode? Value() => payload[0] == '{' && JsonText.TryParse(payload) is { } node ? node : JsonValue.Create(payload);

        // Browsers do not send these in a cookie as they are.
        string CookieText() => payload.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

        CorpusRequest Multipart()
        {
            var file = payload.Replace("\"", "\\\"", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ');
            var body = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{{\"query\":\"mutation ($f: Upload!) {{ up(file: $f) {{ id }} }}\",\"variables\":{{\"f\":null}}}}\r\n"
                + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"0\"; filename=\"{file}\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--{Boundary}--\r\n";
            return Request("POST /v1/graphql").WithBody($"multipart/form-data; boundary={Boundary}", Encoding.UTF8.GetBytes(body));
        }
    }
}
