using System.Buffers;

namespace Bulwark.Proxy.Http1;

/// <summary>
/// Follows the requests of one HTTP/1 connection and knows where each ends. It takes only what every server reads in the same way: lines that end with CR LF, a Content-Length
/// of digits, <c>chunked</c> alone, chunks without extensions and trailers.
/// </summary>
internal sealed class Http1Framing
{
    private const int MaxChunkDigits = 8;
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly Http1Head _head = new();
    private readonly NominatedHeaders _nominated;
    private Part _part = Part.RequestLine;
    private long _left;
    private int _digits;
    private bool _isEmptyLineTaken;

    /// <param name="nominated">Gets what the heads say in <c>Connection</c>.</param>
    public Http1Framing(NominatedHeaders nominated) => _nominated = nominated;

    private enum Part
    {
        RequestLine,
        Headers,
        Body,
        ChunkSize,
        ChunkSizeEnd,
        ChunkData,
        ChunkDataEnd,
        ChunkDataLineFeed,
        LastCarriageReturn,
        LastLineFeed,
        Tunnel,
    }

    /// <summary>Reads as far as it can be told; a line that is not complete is left for the next time. False: what comes next is refused.</summary>
    public bool Read(ref SequenceReader<byte> reader)
    {
        while (!reader.End)
        {
            var before = reader.Consumed;
            if (!ReadPart(ref reader))
                return false;
            if (reader.Consumed == before)
                return true;
        }

        return true;
    }

    private bool ReadPart(ref SequenceReader<byte> reader)
    {
        switch (_part)
        {
            case Part.RequestLine or Part.Headers:
                return ReadLine(ref reader);
            case Part.Body:
                return Skip(ref reader, Part.RequestLine);
            case Part.ChunkData:
                return Skip(ref reader, Part.ChunkDataEnd);
            case Part.Tunnel:
                reader.AdvanceToEnd();
                return true;
            default:
                return ReadChunkByte(ref reader);
        }
    }

    private bool Skip(ref SequenceReader<byte> reader, Part next)
    {
        var count = Math.Min(_left, reader.Remaining);
        reader.Advance(count);
        _left -= count;
        if (_left == 0)
            _part = next;
        return true;
    }

    private bool ReadLine(ref SequenceReader<byte> reader)
    {
        var start = reader;
        if (!reader.TryReadTo(out ReadOnlySpan<byte> line, LineFeed))
            return true;

        if (line is [.., CarriageReturn] && Take(line[..^1]))
            return true;

        reader = start;
        return false;
    }

    private bool Take(ReadOnlySpan<byte> line)
    {
        if (_part == Part.RequestLine)
            return line.IsEmpty ? TakeEmptyLine() : BeginHead(line);
        return line.IsEmpty ? EndHead() : _head.AddHeader(line);
    }

    /// <summary>One empty line before a request is forgiven (RFC 9112 section 2.2).</summary>
    private bool TakeEmptyLine()
    {
        var isFirst = !_isEmptyLineTaken;
        _isEmptyLineTaken = true;
        return isFirst;
    }

    private bool BeginHead(ReadOnlySpan<byte> line)
    {
        _isEmptyLineTaken = false;
        _part = Part.Headers;
        return _head.Begin(line);
    }

    private bool EndHead()
    {
        if (!_head.End())
            return false;

        _nominated.AddRequest(_head.Connection);
        _left = _head.ContentLength;
        _digits = 0;
        _part = _head switch
        {
            { IsUpgrade: true } => Part.Tunnel,
            { IsChunked: true } => Part.ChunkSize,
            { ContentLength: > 0 } => Part.Body,
            _ => Part.RequestLine,
        };
        return true;
    }

    /// <summary>Byte for byte: the server acts on each of these, so that none may be left for later.</summary>
    private bool ReadChunkByte(ref SequenceReader<byte> reader)
    {
        reader.TryPeek(out var next);
        var isTaken = (_part, next) switch
        {
            (Part.ChunkSize, CarriageReturn) => _digits > 0 && GoOn(Part.ChunkSizeEnd),
            (Part.ChunkSize, _) => AddDigit(next),
            (Part.ChunkSizeEnd, LineFeed) => GoOn(_left > 0 ? Part.ChunkData : Part.LastCarriageReturn),
            (Part.ChunkDataEnd, CarriageReturn) => GoOn(Part.ChunkDataLineFeed),
            (Part.ChunkDataLineFeed, LineFeed) => BeginChunk(),
            (Part.LastCarriageReturn, CarriageReturn) => GoOn(Part.LastLineFeed),
            (Part.LastLineFeed, LineFeed) => GoOn(Part.RequestLine),
            _ => false,
        };
        if (isTaken)
            reader.Advance(1);
        return isTaken;
    }

    private bool AddDigit(byte next)
    {
        if (!char.IsAsciiHexDigit((char)next) || ++_digits > MaxChunkDigits)
            return false;

        _left = (_left << 4) | (uint)HexValue(next);
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private bool BeginChunk()
    {
        _left = 0;
        _digits = 0;
        return GoOn(Part.ChunkSize);
    }

    private bool GoOn(Part part)
    {
        _part = part;
        return true;
    }
}
