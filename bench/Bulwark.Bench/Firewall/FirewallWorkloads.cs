using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Bulwark.Bench.Firewall;

/// <summary>The five kinds of requests that stand for what a chat service gets.</summary>
internal static class FirewallWorkloads
{
    private const int BulkEvents = 132; // of four leaves each

    private static readonly string[] Fields = ["id", "name", "topic", "body", "createdAt", "editedAt", "memberCount", "displayName", "avatarUrl", "role", "joinedAt", "fileName", "mimeType", "sizeBytes"];
    private static readonly string[] Relations = ["members", "messages", "sender", "reactions", "attachments", "replyTo", "owner"];

    public static IReadOnlyList<FirewallWorkload> All { get; } =
    [
        new("GET small", 0.06, Get),
        new("Matrix PUT, 310 B JSON", 0.10, Put),
        new("GraphQL POST, 2 KB", 0.25, GraphQl),
        new("JSON 64 KB, 528 leaves", 5, Bulk),
        new("form of 40 arguments", 0.35, Form),
    ];

    private static FirewallRequest Get(RequestDice dice, string? planted) => new(
        "GET",
        $"/_matrix/client/v3/rooms/{dice.Token(18)}/members?limit={1 + dice.Next(100)}&membership=join&at={Uri.EscapeDataString(planted ?? dice.Token(12))}",
        ContentType: null,
        dice.Token(200),
        []);

    private static FirewallRequest Put(RequestDice dice, string? planted)
    {
        var content = new JsonObject
        {
            ["msgtype"] = "m.text",
            ["body"] = planted ?? dice.Text(90),
            ["format"] = "org.matrix.custom.html",
            ["formatted_body"] = dice.Text(90),
            ["m.mentions"] = new JsonObject { ["user_ids"] = new JsonArray(dice.Token(10)) },
        };
        return Json(dice, "PUT", $"/_matrix/client/v3/rooms/{dice.Token(18)}/send/m.room.message/m{dice.Next(1_000_000_000)}.{dice.Next(100)}", content);
    }

    private static FirewallRequest GraphQl(RequestDice dice, string? planted)
    {
        var name = "Rooms" + dice.Token(6);
        var query = new StringBuilder($"query {name}($room: uuid!, $limit: Int!) {{\n  rooms(where: {{id: {{_eq: $room}}}}, limit: $limit) {{\n");
        while (query.Length < 1450)
        {
            query.Append("    ").Append(Relations[dice.Next(Relations.Length)]).Append(CultureInfo.InvariantCulture, $"(limit: {dice.Next(200)}, order_by: {{createdAt: desc}}) {{");
            for (var i = 0; i < 6; i++)
                query.Append(' ').Append(Fields[dice.Next(Fields.Length)]);

            query.Append(" }\n");
        }

        var request = new JsonObject
        {
            ["operationName"] = name,
            ["query"] = query.Append("  }\n}").ToString(),
            ["variables"] = new JsonObject { ["room"] = dice.Token(32), ["limit"] = dice.Next(100), ["note"] = planted ?? dice.Text(330) },
        };
        return Json(dice, "POST", "/v1/graphql", request);
    }

    private static FirewallRequest Bulk(RequestDice dice, string? planted)
    {
        var events = new JsonArray();
        for (var i = 0; i < BulkEvents; i++)
        {
            events.Add(new JsonObject
            {
                ["event_id"] = dice.Token(24),
                ["sender"] = "user" + dice.Token(6),
                ["ts"] = 1_700_000_000 + dice.Next(100_000_000),
                ["body"] = i == BulkEvents / 2 && planted is not null ? planted : dice.Text(400),
            });
        }

        return Json(dice, "POST", "/v1/bulk", new JsonObject { ["events"] = events });
    }

    private static FirewallRequest Form(RequestDice dice, string? planted)
    {
        var planting = planted is null ? -1 : dice.Next(40);
        var fields = Enumerable.Range(0, 40).Select(i => $"field{i}={Uri.EscapeDataString(i == planting ? planted! : dice.Text(28)).Replace("%20", "+", StringComparison.Ordinal)}");
        return new FirewallRequest("POST", "/v1/form", "application/x-www-form-urlencoded", dice.Token(200), Encoding.ASCII.GetBytes(string.Join('&', fields)));
    }

    private static FirewallRequest Json(RequestDice dice, string method, string target, JsonObject body) =>
        new(method, target, "application/json", dice.Token(200), Encoding.UTF8.GetBytes(body.ToJsonString()));
}
