using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>Messages as clients of a Matrix homeserver send them: plain, edited, formatted, replies, reactions, encrypted.</summary>
internal static class ChatTraffic
{
    private const int LinesPerPiece = 8;
    private const int BlocksPerPiece = 6;

    /// <param name="day">Another day has other names, numbers and quotations in the same pieces.</param>
    public static IEnumerable<CorpusRequest> Create(int day = 0)
    {
        foreach (var (kind, text) in CorpusFile.ReadLines("chat.txt"))
        {
            for (var i = 0; i < LinesPerPiece; i++)
                yield return Message(kind, text, i, DiceOf(text, i, day));
        }

        foreach (var (language, text) in CorpusFile.ReadBlocks("code.txt"))
        {
            for (var i = 0; i < BlocksPerPiece; i++)
                yield return Block(language, text, i, DiceOf(text, i, day));
        }
    }

    /// <summary>Dice of a piece: the same in every run, others for each piece.</summary>
    public static Dice DiceOf(string piece, int variant, int day = 0) =>
        new(piece.Aggregate(14695981039346656037UL, (hash, one) => (hash ^ one) * 1099511628211) + (ulong)variant + (1_000_003UL * (ulong)day));

    public static string Send(Dice dice, string eventType = "m.room.message") =>
        $"PUT /_matrix/client/v3/rooms/!{Words.Id(dice)[..18]}:example.org/send/{eventType}/m{1_760_000_000_000 + dice.Next(1_000_000_000)}.{dice.Next(100)}";

    private static CorpusRequest Message(string kind, string piece, int variant, Dice dice)
    {
        var text = Words.Fill(piece, dice);
        var content = variant switch
        {
            0 => Text(text),
            1 => Formatted(text, Html(text)),
            2 => Edit(text, dice),
            3 => Reply(text, dice),
            4 => Text(text, dice.Pick(["m.notice", "m.emote"])),
            5 => Formatted($"`{text}`", $"<code>{WebUtility.HtmlEncode(text)}</code>"),
            6 => Thread(text, dice),
            _ => Formatted($"{Words.Fill("‹text›", dice)}\n\n{text}", $"<p>{Html(Words.Fill("‹text›", dice))}</p>\n<p>{Html(text)}</p>\n"),
        };

        return new CorpusRequest(kind, "message", piece, Send(dice) + " HTTP/1.1").WithJson(content);
    }

    private static CorpusRequest Block(string language, string piece, int variant, Dice dice)
    {
        var text = Words.Fill(piece, dice);
        var html = $"<pre><code class=\"language-{language}\">{WebUtility.HtmlEncode(text)}\n</code></pre>";
        var content = variant switch
        {
            0 => Text(text),
            1 => Formatted($"```{language}\n{text}\n```", html),
            2 => Edit($"```\n{text}\n```", dice, html),
            3 => Formatted($"```\n{text}\n```\n{Words.Fill("‹text›", dice)}", $"{html}\n<p>{Html(Words.Fill("‹text›", dice))}</p>"),
            4 => Reply($"```{language}\n{text}\n```", dice, html),
            _ => Text($"{Words.Fill("‹text›", dice)}\n{text}"),
        };

        return new CorpusRequest("block", "message", piece, Send(dice) + " HTTP/1.1").WithJson(content);
    }

    public static JsonObject Text(string text, string type = "m.text") => new() { ["msgtype"] = type, ["body"] = text, ["m.mentions"] = new JsonObject() };

    public static JsonObject Formatted(string text, string html)
    {
        var content = Text(text);
        content["format"] = "org.matrix.custom.html";
        content["formatted_body"] = html;
        return content;
    }

    public static JsonObject Edit(string text, Dice dice, string? html = null)
    {
        var content = html is null ? Text("* " + text) : Formatted("* " + text, "* " + html);
        content["m.new_content"] = html is null ? Text(text) : Formatted(text, html);
        content["m.relates_to"] = new JsonObject { ["rel_type"] = "m.replace", ["event_id"] = "$" + Words.Id(dice) };
        return content;
    }

    private static JsonObject Thread(string text, Dice dice)
    {
        var content = Text(text);
        content["m.relates_to"] = new JsonObject
        {
            ["rel_type"] = "m.thread",
            ["event_id"] = "$" + Words.Id(dice),
            ["is_falling_back"] = true,
            ["m.in_reply_to"] = new JsonObject { ["event_id"] = "$" + Words.Id(dice) },
        };
        return content;
    }

    private static JsonObject Reply(string text, Dice dice, string? html = null)
    {
        var (user, eventId, quoted) = (Words.User(dice), "$" + Words.Id(dice), Words.Fill("‹text›", dice));
        var quote = $"<mx-reply><blockquote><a href=\"https://matrix.to/#/!{Words.Id(dice)[..18]}:example.org/{eventId}?via=example.org\">In reply to</a> "
            + $"<a href=\"https://matrix.to/#/{user}\">{user}</a><br>{Html(quoted)}</blockquote></mx-reply>";
        var content = Formatted($"> <{user}> {quoted.Replace("\n", "\n> ", StringComparison.Ordinal)}\n\n{text}", quote + (html ?? Html(text)));
        content["m.mentions"] = new JsonObject { ["user_ids"] = new JsonArray(user) };
        content["m.relates_to"] = new JsonObject { ["m.in_reply_to"] = new JsonObject { ["event_id"] = eventId } };
        return content;
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal).Replace("&#39;", "'", StringComparison.Ordinal);
}
