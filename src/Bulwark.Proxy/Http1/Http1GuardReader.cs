using System.Buffers;
using System.IO.Pipelines;
using Bulwark.Proxy.Wire;

namespace Bulwark.Proxy.Http1;

/// <summary>
/// The input of an HTTP/1 connection. What is not framed strictly by RFC 9112 does not reach the server: in its place comes a line that no server takes for anything, which our
/// own answers with 400 at the right place in the order of its answers, and then the end.
/// </summary>
internal sealed class Http1GuardReader(PipeReader inner, Http1Framing framing) : InspectedPipeReader(inner)
{
    protected override ReadOnlySpan<byte> Ending => "\0\r\n\r\n"u8;

    protected override long Inspect(in ReadOnlySequence<byte> bytes, out bool isRefused)
    {
        var reader = new SequenceReader<byte>(bytes);
        isRefused = !framing.Read(ref reader);
        return reader.Consumed;
    }
}
