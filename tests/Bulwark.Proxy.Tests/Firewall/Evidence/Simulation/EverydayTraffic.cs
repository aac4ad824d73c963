using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bulwark.Waf.Tests.Corpora;
using Bulwark.Waf.Tests.Matching;

namespace Bulwark.Proxy.Tests.Firewall.Evidence.Simulation;

/// <summary>What members write: messages, the form of a help desk, and the notes of an application that speaks GraphQL. Most of it is full of what rules take for attacks.</summary>
internal static class EverydayTraffic
{
    private const int Variants = 25;

    private static readonly string[] Texts =
    [
        "The report runs select ‹column›, count(*) from ‹table› group by ‹column› union all select name, ‹number› from ‹table›; can it be faster?",
        "On ‹host› I typed: cat /etc/hosts | grep ‹host› && ping -c ‹number› ‹host› and nothing came back.",
        "Page ‹number› shows <script>alert(‹number›)</script> as text, which is right, isn't it, ‹first›?",
        "‹first› O'‹last› or 'nobody' = ‹number›? The file ../../‹first›/settings.ini is gone.",
        "Hello ‹first›, thanks, everything works on ‹day›.",
        "Did you see that ‹app› is back, ‹first›? ‹emoji›",
        "`$_GET['id']` was it: <?php echo $_GET['id']; ?> on ‹host›, line ‹number›",
        "order by ‹column› desc limit ‹number›; drop table ‹table›; -- that is from the old script, ‹first›",
    ];

    private static readonly string[] Files = ["holiday ‹number›.jpg", "time table ‹number›.xls", "‹first›/.bashrc", "ping pong ‹number›.mov", "report (‹number›).pdf"];

    /// <summary>Every text in every place, with other names and numbers in each.</summary>
    public static IEnumerable<CorpusRequest> Create(int day) => Written(day).Concat(Uploads(day));

    private static IEnumerable<CorpusRequest> Uploads(int day)
    {
        foreach (var piece in Files)
        {
            for (var i = 0; i < Variants; i++)
            {
                var dice = ChatTraffic.DiceOf(piece, i, day);
                var name = Words.Fill(piece, dice);
                yield return new CorpusRequest("file name", "request", piece, $"POST /_matrix/media/v3/upload?filename={Uri.EscapeDataString(name)} HTTP/1.1").WithBody("image/png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
                yield return new CorpusRequest("shared file", "message", piece, ChatTraffic.Send(dice) + " HTTP/1.1").WithJson(
                    new JsonObject { ["msgtype"] = "m.file", ["body"] = name, ["filename"] = name, ["url"] = "mxc://example.org/" + Words.Id(dice)[..24] });
            }
        }
    }

    private static IEnumerable<CorpusRequest> Written(int day)
    {
        foreach (var piece in Texts)
        {
            for (var i = 0; i < Variants; i++)
            {
                var dice = ChatTraffic.DiceOf(piece, i, day);
                var text = Words.Fill(piece, dice);
                yield return Message("message", ChatTraffic.Text(text));
                yield return Message("formatted", ChatTraffic.Formatted(text, $"<p>{WebUtility.HtmlEncode(text)}</p>"));
                yield return Message("edited", ChatTraffic.Edit(text, dice));
                yield return new CorpusRequest("form", "request", piece, "POST /help/request HTTP/1.1").WithBody(
                    "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes($"topic=other&comment={Uri.EscapeDataString(text)}"));
                yield return new CorpusRequest("note", "request", piece, "POST /v1/graphql HTTP/1.1").WithJson(Note(text, dice));

                CorpusRequest Message(string kind, JsonObject content) => new CorpusRequest(kind, "message", piece, ChatTraffic.Send(dice) + " HTTP/1.1").WithJson(content);
            }
        }
    }

    private static JsonObject Note(string text, Dice dice) => new()
    {
        ["operationName"] = "AddNote",
        ["query"] = "mutation AddNote($note: notes_insert_input!) { insert_notes_one(object: $note) { id } }",
        ["variables"] = new JsonObject { ["note"] = new JsonObject { ["body"] = text, ["pinned"] = dice.OneIn(3) } },
    };
}
