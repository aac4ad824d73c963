using System.Buffers;
using System.IO.Pipelines;
using Bulwark.Proxy.Wire;

namespace Bulwark.Proxy.Http2;

/// <summary>The input of an HTTP/2 connection. At a flood it ends for the server, as if the client had gone.</summary>
internal sealed class Http2GuardReader(PipeReader inner, Http2FrameScanner scanner, Action stopOutput) : InspectedPipeReader(inner)
{
    /// <summary>What the peer flooded us with.</summary>
    public Http2Flood Flood { get; private set; }

    protected override ReadOnlySpan<byte> Ending => [];

    protected override long Inspect(in ReadOnlySequence<byte> bytes, out bool isRefused)
    {
        foreach (var segment in bytes)
        {
            Flood = scanner.Scan(segment.Span);
            if (Flood == Http2Flood.None)
                continue;

            stopOutput();
            isRefused = true;
            return 0;
        }

        isRefused = false;
        return bytes.Length;
    }
}
