using System.Text;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>Frames of answers.</summary>
internal static class Answers
{
    public static byte[] Head(int stream, params (string Name, string Value)[] headers) =>
        Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, stream, Http2Frames.Block([(":status", "200"), .. headers]));

    public static byte[] Only(int stream, params (string Name, string Value)[] headers) =>
        Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders | Http2Frames.EndStream, stream, Http2Frames.Block(headers));

    public static byte[] Block(int stream, int flags, params byte[] block) => Http2Frames.Frame(Http2Frames.Headers, flags, stream, block);

    public static byte[] Data(int stream, string body, bool isEnd = true) =>
        Http2Frames.Frame(Http2Frames.Data, isEnd ? Http2Frames.EndStream : 0, stream, Encoding.Latin1.GetBytes(body));

    public static byte[] Reset(int stream, byte code) => Http2Frames.Frame(Http2Frames.RstStream, 0, stream, [0, 0, 0, code]);

    public static byte[] GoAway(byte last) => Http2Frames.Frame(Http2Frames.GoAway, 0, 0, [0, 0, 0, last, 0, 0, 0, 0]);
}
