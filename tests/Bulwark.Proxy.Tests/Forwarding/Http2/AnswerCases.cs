using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>What targets send, by what is special about it, for the stream that they are to answer.</summary>
internal static class AnswerCases
{
    /// <summary>Answers of which each says "hello", in all the ways in which frames may come.</summary>
    public static Dictionary<string, Func<int, byte[][]>> Good { get; } = new(StringComparer.Ordinal)
    {
        ["a head and its body"] = id => [Answers.Head(id), Answers.Data(id, "hello")],
        ["a length"] = id => [Answers.Head(id, ("content-length", "5")), Answers.Data(id, "hello")],
        ["the same length twice"] = id => [Answers.Head(id, ("content-length", "5"), ("content-length", "5")), Answers.Data(id, "hello")],
        ["parts"] = id => [Answers.Head(id), Answers.Data(id, "he", isEnd: false), Answers.Data(id, "", isEnd: false), Answers.Data(id, "llo", isEnd: false), Answers.Data(id, "")],
        ["padding"] = id =>
        [
            Answers.Block(id, 0x8 | Http2Frames.EndHeaders, [3, 0x88, 0, 0, 0]),
            Http2Frames.Frame(Http2Frames.Data, 0x8 | Http2Frames.EndStream, id, [4, .. "hello"u8, 0, 0, 0, 0]),
        ],
        ["a priority"] = id => [Answers.Block(id, 0x20 | Http2Frames.EndHeaders, [0, 0, 0, 0, 16, 0x88]), Answers.Data(id, "hello")],
        ["a head in three parts"] = id =>
        [
            Answers.Block(id, 0, [0x88, 0x5F]), Http2Frames.Frame(Http2Frames.Continuation, 0, id, [1]),
            Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id, [(byte)'x']), Answers.Data(id, "hello"),
        ],
        ["early hints"] = id =>
        [
            Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, id, Http2Frames.Block((":status", "103"), ("link", "</a>"))),
            Answers.Block(id, Http2Frames.EndHeaders, [0x48, 3, .. "100"u8]), Answers.Head(id), Answers.Data(id, "hello"),
        ],
        ["trailers"] = id => [Answers.Head(id), Answers.Data(id, "hello", isEnd: false), Answers.Only(id, ("x-trailer", "y"))],
        ["frames in between"] = id =>
        [
            Http2Frames.Frame(Http2Frames.Ping, 0, 0, new byte[8]), Http2Frames.Frame(0x77, 0xFF, id, [1, 2]), Answers.Head(id),
            Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, [0, 0, 0, 1]), Http2Frames.Frame(Http2Frames.Priority, 0, id, [0, 0, 0, 0, 1]),
            StreamTarget.Setting(0x99, 7), Answers.Data(id, "hello"),
        ],
        ["a smaller table"] = id => [Answers.Block(id, Http2Frames.EndHeaders, [0x20, 0x3F, 0xE1, 0x1F, 0x88]), Answers.Data(id, "hello")],
        ["Huffman, remembered and named again"] = id =>
        [
            // :status 200, cache-control: private and remembered (RFC 7541, C.6.1), and the same by its index.
            Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x58, 0x85, 0xAE, 0xC3, 0x77, 0x1A, 0x4B, 0xBE]), Answers.Data(id, "hello"),
        ],
    };

    /// <summary>What ends a stream and no other one.</summary>
    public static Dictionary<string, Func<int, byte[][]>> Bad { get; } = new(StringComparer.Ordinal)
    {
        ["no status"] = id => [Answers.Only(id, ("content-length", "0"))],
        ["two statuses"] = id => [Answers.Only(id, (":status", "200"), (":status", "200"))],
        ["a status after a header"] = id => [Answers.Only(id, ("a", "b"), (":status", "200"))],
        ["a status of two digits"] = id => [Answers.Only(id, (":status", "20"))],
        ["a status with a letter"] = id => [Answers.Only(id, (":status", "2o0"))],
        ["another protocol"] = id => [Answers.Only(id, (":status", "101"))],
        ["hints and no answer"] = id => [Answers.Only(id, (":status", "103"))],
        ["another pseudo-header"] = id => [Answers.Only(id, (":status", "200"), (":path", "/"))],
        ["upper case"] = id => [Answers.Only(id, (":status", "200"), ("Set-Cookie", "forged"))],
        ["no name"] = id => [Answers.Only(id, (":status", "200"), ("", "forged"))],
        ["a name with a space"] = id => [Answers.Only(id, (":status", "200"), ("set-cookie ", "forged"))],
        ["a line end"] = id => [Answers.Only(id, (":status", "200"), ("a", "b\r\nset-cookie: forged"))],
        ["a zero byte"] = id => [Answers.Only(id, (":status", "200"), ("a", "b\0"))],
        ["the connection's header"] = id => [Answers.Only(id, (":status", "200"), ("connection", "close"))],
        ["a coding"] = id => [Answers.Only(id, (":status", "200"), ("transfer-encoding", "chunked"))],
        ["two lengths"] = id => [Answers.Head(id, ("content-length", "5"), ("content-length", "6")), Answers.Data(id, "hello")],
        ["a length that is none"] = id => [Answers.Head(id, ("content-length", "+5")), Answers.Data(id, "hello")],
        ["too short at once"] = id => [Answers.Only(id, (":status", "200"), ("content-length", "5"))],
        ["a body before its head"] = id => [Answers.Data(id, "hello")],
        ["a body where there is none"] = id => [Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, id, Http2Frames.Block((":status", "205"))), Answers.Data(id, "EVIL")],
        ["a reset"] = id => [Answers.Reset(id, 2)],
        ["too many headers"] = id => [Answers.Only(id, [(":status", "200"), .. Enumerable.Range(0, 201).Select(_ => ("a", "b"))])],
    };

    /// <summary>What ends a connection, and the code that the target is told.</summary>
    public static Dictionary<string, (uint Code, Func<int, byte[][]> Frames)> Wrong { get; } = new(StringComparer.Ordinal)
    {
        ["a frame that is too long"] = (6, id => [Http2Frames.Frame(Http2Frames.Data, 0, id, new byte[16_385])]),
        ["settings that are cut off"] = (6, _ => [Http2Frames.Frame(Http2Frames.Settings, 0, 0, new byte[5])]),
        ["settings that answer and say something"] = (6, _ => [Http2Frames.Frame(Http2Frames.Settings, 1, 0, new byte[6])]),
        ["a ping of seven bytes"] = (6, _ => [Http2Frames.Frame(Http2Frames.Ping, 0, 0, new byte[7])]),
        ["a reset of three bytes"] = (6, id => [Http2Frames.Frame(Http2Frames.RstStream, 0, id, new byte[3])]),
        ["a goodbye that is cut off"] = (6, _ => [Http2Frames.Frame(Http2Frames.GoAway, 0, 0, new byte[7])]),
        ["settings for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.Settings, 0, id, [])]),
        ["a ping for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.Ping, 0, id, new byte[8])]),
        ["a goodbye for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.GoAway, 0, id, new byte[8])]),
        ["more padding than body"] = (1, id => [Answers.Head(id), Http2Frames.Frame(Http2Frames.Data, 0x8, id, [5, 1, 2])]),
        ["padding without its length"] = (1, id => [Http2Frames.Frame(Http2Frames.Headers, 0x8 | Http2Frames.EndHeaders, id, [])]),
        ["priority that is cut off"] = (1, id => [Answers.Block(id, 0x20 | Http2Frames.EndHeaders, [0, 0, 0, 0])]),
        ["an interrupted block"] = (1, id => [Answers.Block(id, 0, [0x88]), Answers.Data(id, "hello")]),
        ["a block that goes on elsewhere"] = (1, id => [Answers.Block(id, 0, [0x88]), Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id + 2, [])]),
        ["a block that has not begun"] = (1, id => [Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id, [0x88])]),
        ["a block without an end"] = (11, id => [Answers.Block(id, 0, [0x88]), .. Enumerable.Repeat(Http2Frames.Frame(Http2Frames.Continuation, 0, id, new byte[16_000]), 9)]),
        ["a push"] = (1, id => [Http2Frames.Frame(5, Http2Frames.EndHeaders, id, [0, 0, 0, 2, 0x82])]),
        ["a stream of its own"] = (1, _ => [Answers.Head(2)]),
        ["a stream that is not there yet"] = (1, id => [Answers.Head(id + 2)]),
        ["a body for no stream"] = (1, _ => [Answers.Data(0, "hello")]),
        ["a window that grows by nothing"] = (1, _ => [Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, new byte[4])]),
        ["settings that ask to push"] = (1, _ => [StreamTarget.Setting(2, 1)]),
        ["frames that are too short"] = (1, _ => [StreamTarget.Setting(5, 16_383)]),
        ["a window that is too large"] = (3, _ => [StreamTarget.Setting(4, 0x8000_0000)]),
        ["frames that say nothing"] = (11, _ => [.. Enumerable.Repeat(Http2Frames.Frame(0x77, 0, 0, []), 10_001)]),
        ["a field that is not there"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0xBE])]),
        ["field zero"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x80])]),
        ["a table that is too large"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x3F, 0xE2, 0x1F, 0x88])]),
        ["a table that changes later"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x20])]),
        ["a string that is cut off"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x0F, 0x0D, 9, (byte)'1'])]),
        ["a number without an end"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])]),
        ["Huffman with zeros behind it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x81, 0x18, 0x00])]),
        ["Huffman with a byte of ones behind it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x82, 0x1F, 0xFF, 0x00])]),
        ["Huffman with an end in it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x00])]),
    };
}
