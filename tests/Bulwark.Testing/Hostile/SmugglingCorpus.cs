using System.Text;
using static Bulwark.Testing.Http2Frames;

namespace Bulwark.Testing.Hostile;

/// <summary>
/// Requests whose ends two hops could see differently. After each one an honest request follows, on the same connection where that still stands. The tier behind has to see whole requests
/// only, each one that a client sent, and nothing of what was hidden in another.
/// </summary>
public static class SmugglingCorpus
{
    public const string Outer = "/_matrix/client/outer";
    public const string Next = "/_matrix/client/next";
    private const string Hidden = "GET /_matrix/client/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /// <summary>What is sent, and the body with which it arrives; null: it does not.</summary>
    private static readonly (string Text, string? Body)[] Http1 =
    [
        // Honest, though unusual
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("DELETE {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {L}\r\n\r\n{H}", Hidden),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {L}\r\n\r\n{H}", Hidden),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{X}\r\n{H}\r\n0\r\n\r\n", Hidden),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", ""),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n", ""),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent_Length: 3\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nX-Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Content-Length\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\nTrailer: X\r\n\r\n", ""),

        // Two ends
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0, {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: +0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length : {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\n Content-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nX: y\r\n\tContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nX: y\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nX: y\rContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nX: y\0\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\u000Bchunked\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{H}", null),

        // Chunks
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0;a=b\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;\nhello\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\n\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100000000\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF0\r\n{H}", null),

        // Lines, methods, targets, expectations
        ("GET {0} HTTP/1.1\nHost: localhost\n\n{H}", null),
        ("GET {0}\r\n\r\n{H}", null),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\n\n{H}", null),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nHost: other\r\nConnection: close\r\n\r\n", null),
        ("GET {0}?a b HTTP/1.1\r\nHost: localhost\r\n\r\n{H}", null),
        ("GET {0}\tHTTP/1.1\r\nHost: localhost\r\n\r\n{H}", null),
        ("GET http://localhost{0} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", null),
        ("TRACE {0} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("GET {0} HTTP/1.1\r\nHost: localhost\r\nUpgrade: x\r\nConnection: Upgrade\r\nContent-Length: {L}\r\n\r\n{H}", null),

        // Refused by path or host, with a body that is a request
        ("POST /_synapse/admin HTTP/1.1\r\nHost: localhost\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST /_matrix/../x HTTP/1.1\r\nHost: localhost\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST {0} HTTP/1.1\r\nHost: other\r\nContent-Length: {L}\r\n\r\n{H}", null),
        ("POST /none HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{X}\r\n{H}\r\n0\r\n\r\n", null),
    ];

    /// <summary>Fields in place of or beside the usual ones, the body in DATA frames, and the body with which it arrives; null: it does not.</summary>
    private static readonly ((string Name, string Value)[] Fields, string Data, string? Body)[] Http2 =
    [
        ([(":method", "GET")], "", ""),
        ([(":method", "GET"), ("content-length", "5")], "hello", "hello"),
        ([(":method", "POST")], Hidden, Hidden),
        ([(":method", "POST"), ("content-length", Hidden.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))], Hidden, Hidden),
        ([(":method", "POST"), ("expect", "100-continue")], "hello", "hello"),
        ([(":method", "POST"), ("te", "trailers")], "hello", "hello"),

        ([(":method", "POST"), ("content-length", "0")], Hidden, null),
        ([(":method", "POST"), ("content-length", "3")], "hello", null),
        ([(":method", "POST"), ("content-length", "9")], "hello", null),
        ([(":method", "POST"), ("content-length", "5"), ("content-length", "6")], "hello", null),
        ([(":method", "POST"), ("content-length", "-1")], "hello", null),
        ([(":method", "POST"), ("transfer-encoding", "chunked")], "0\r\n\r\n" + Hidden, null),
        ([(":method", "POST"), ("transfer-encoding", "identity")], "hello", null),
        ([(":method", "POST"), ("expect", "200-ok")], Hidden, null),
        ([(":method", "POST"), ("te", "chunked")], "hello", null),
        ([(":method", "POST"), ("connection", "transfer-encoding")], "hello", null),
        ([(":method", "POST"), ("x", "y\r\ntransfer-encoding: chunked")], "0\r\n\r\n" + Hidden, null),
        ([(":method", "POST"), ("x", "y\ncontent-length: 0")], Hidden, null),
        ([(":method", "POST"), ("x", "y\rz")], "", null),
        ([(":method", "POST"), ("x", "y\0z")], "", null),
        ([(":method", "POST"), ("x\r\ncontent-length: 0\r\ny", "z")], Hidden, null),
        ([(":method", "POST"), ("content-length: 0\r\nx", "z")], Hidden, null),
        ([(":method", "POST"), ("transfer-encoding ", "chunked")], "0\r\n\r\n" + Hidden, null),
        ([(":method", "POST"), ("x:y", "z")], "", null),
        ([(":method", "POST"), ("x y", "z")], "", null),
        ([(":method", "POST"), ("x\0", "z")], "", null),
        ([(":method", "POST"), ("", "z")], "", null),
        ([(":method", "POST"), ("Transfer-Encoding", "chunked")], "0\r\n\r\n" + Hidden, null),
        ([(":method", "GET " + Next + " HTTP/1.1\r\nX: y\r\n\r\nGET")], "", null),
        ([(":method", "GET\r\nX: y")], "", null),
        ([(":method", "G ET")], "", null),
        ([(":method", "")], "", null),
        ([(":method", "CONNECT")], "", null),
        ([(":method", "TRACE")], Hidden, null),
        ([(":method", "GET"), (":path", Outer + " HTTP/1.1\r\nX: y\r\n\r\nGET /_matrix/client/hidden")], "", null),
        ([(":method", "GET"), (":path", Outer + "\r\nX: y")], "", null),
        ([(":method", "GET"), (":path", Outer + " x")], "", null),
        ([(":method", "GET"), (":path", Outer + "\0")], "", null),
        ([(":method", "GET"), (":path", "")], "", null),
        ([(":method", "GET"), (":path", "*")], "", null),
        ([(":method", "GET"), (":path", "http://localhost" + Outer)], "", null),
        ([(":method", "GET"), (":path", "_matrix/client/hidden")], "", null),
        ([(":method", "GET"), (":authority", "localhost\r\nX: y")], "", null),
        ([(":method", "GET"), (":authority", "local host")], "", null),
        ([(":method", "GET"), (":authority", "other")], "", null),
        ([(":method", "GET"), (":authority", "user@localhost")], "", null),
        ([(":method", "GET"), (":scheme", "https\r\nX: y")], "", null),
        ([(":method", "GET"), (":status", "200")], "", null),
        ([(":method", "GET"), (":method", "POST")], "", null),
        ([("x", "y"), (":method", "GET")], "", null),
    ];

    /// <summary>Sends everything over HTTP/1.1.</summary>
    /// <returns>What arrived otherwise than it should.</returns>
    public static async Task<IReadOnlyList<string>> SendHttp1Async(HostileClient client, RecordingTier tier)
    {
        var faults = new List<string>();
        foreach (var (text, body) in Http1)
        {
            await client.SendTextAsync(Fill(text));

            // Whatever was refused has taken its connection with it: then this opens another.
            if (body is null)
                await client.CloseAsync();
            await client.SendTextAsync($"PUT {Next} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nnext");
            Judge(tier, body, text, faults);
        }

        return faults;
    }

    /// <summary>Sends everything over HTTP/2.</summary>
    /// <returns>What arrived otherwise than it should.</returns>
    public static async Task<IReadOnlyList<string>> SendHttp2Async(HostileClient client, RecordingTier tier)
    {
        var faults = new List<string>();
        foreach (var (fields, data, body) in Http2)
        {
            await client.SendFramesAsync(stream => Request(stream, fields, data));
            await client.SendFramesAsync(stream => Request(stream, [(":method", "PUT"), (":path", Next)], "next"));

            // A connection may have ended only as the second request came: that one then is sent again, as a client would.
            if (!tier.Requests.Any(request => request.Target == Next))
                await client.SendFramesAsync(stream => Request(stream, [(":method", "PUT"), (":path", Next)], "next"));
            Judge(tier, body, string.Join(" | ", fields), faults);
        }

        return faults;
    }

    /// <summary>A request in frames: fields in place of or beside the usual ones, and a body.</summary>
    public static byte[] Request(int stream, (string Name, string Value)[] fields, string data)
    {
        (string Name, string Value)[] usual = [(":scheme", "https"), (":path", Outer), (":authority", "localhost")];
        var pseudo = usual.Where(field => !fields.Any(given => given.Name == field.Name));
        var block = Block([.. pseudo, .. fields]);
        return data.Length == 0
            ? Frame(Http2Frames.Headers, EndStream | EndHeaders, stream, block)
            : [.. Frame(Http2Frames.Headers, EndHeaders, stream, block), .. Frame(Data, EndStream, stream, Encoding.Latin1.GetBytes(data))];
    }

    private static void Judge(RecordingTier tier, string? body, string sent, List<string> faults)
    {
        var expected = (string[])[.. body is null ? [] : (string[])[$"{Outer} {body}"], $"{Next} next"];
        var seen = tier.Requests.Select(request => $"{request.Target} {request.Body}").ToArray();
        if (!seen.SequenceEqual(expected, StringComparer.Ordinal) || tier.Violations.Count > 0)
            faults.Add($"{sent} -> {string.Join(" && ", seen)} {string.Join(" && ", tier.Violations)}".ReplaceLineEndings("~"));
        tier.Forget();
    }

    private static string Fill(string text) => text
        .Replace("{0}", Outer, StringComparison.Ordinal)
        .Replace("{H}", Hidden, StringComparison.Ordinal)
        .Replace("{L}", Hidden.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{X}", Hidden.Length.ToString("x", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
