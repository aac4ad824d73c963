using System.Buffers.Binary;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2.Hpack;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// The frames that come over a connection, read strictly: what the protocol does not have ends the connection, and what no answer has ends its stream. Those who wait are woken when all
/// that has come at once has been looked at, so that a small answer is there as a whole. Only one thread at a time.
/// </summary>
internal sealed class FrameInput(Http2Connection connection)
{
    /// <summary>So much may be on its way over a connection. What has come makes room at once, whether or not it was taken: each stream has bounds of its own, and none holds up another.</summary>
    public const int Window = 16 * 1024 * 1024;

    /// <summary>How large the headers of an answer may be.</summary>
    public const int MostHeaders = AnswerHead.MostBytes;

    /// <summary>As it comes over the wire.</summary>
    private const int MostBlockBytes = 2 * MostHeaders;

    private const int BufferSize = 2 * (FrameHeader.MostLength + FrameHeader.Size);

    /// <summary>So many frames in a row at most bring nothing to anybody.</summary>
    private const int MostIdle = 10_000;

    private readonly HpackDecoder _decoder = new();
    private readonly List<Http2Exchange> _told = [];
    private readonly byte[] _buffer = new byte[BufferSize];
    private FieldList _fields = new();
    private int _start;
    private int _end;
    private int _received;
    private int _idle;
    private bool _hasSettings;
    private FrameHeader _blockHeader;
    private byte[] _block = [];
    private int _blockLength;

    /// <summary>Where what comes next is read to.</summary>
    public Memory<byte> Room => _buffer.AsMemory(_end);

    /// <summary>So many bytes have been read.</summary>
    /// <exception cref="Http2Exception">The connection has to end.</exception>
    public void Take(int count)
    {
        _end += count;
        while (_end - _start >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(_buffer.AsSpan(_start));
            if (header.Length > FrameHeader.MostLength)
                throw new Http2Exception(Http2Error.FrameSize, "A frame is longer than we allow.");

            if (_end - _start < FrameHeader.Size + header.Length)
                break;

            TakeFrame(header, _buffer.AsSpan(_start + FrameHeader.Size, header.Length));
            _start += FrameHeader.Size + header.Length;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    /// <summary>Wakes those who wait for what has come.</summary>
    public void Wake()
    {
        foreach (var exchange in _told)
            exchange.Wake();

        _told.Clear();
    }

    private void TakeFrame(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_hasSettings && (header.Type != FrameType.Settings || header.Has(FrameHeader.Acknowledgement)))
            throw Wrong("The connection does not begin with settings.");

        // RFC 9113 section 4.3: nothing stands between the parts of a header block.
        if (_blockHeader.Stream != 0 && (header.Type != FrameType.Continuation || header.Stream != _blockHeader.Stream))
            throw Wrong("A header block is interrupted.");

        switch (header.Type)
        {
            case FrameType.Data:
                CheckStream(header);
                TakeData(header, payload);
                break;
            case FrameType.Headers:
                CheckStream(header);
                TakeHeaders(header, payload);
                break;
            case FrameType.Continuation:
                TakeContinuation(header, payload);
                break;
            case FrameType.ResetStream:
                CheckStream(header);
                CheckSize(payload.Length == 4);
                TakeReset(header, (Http2Error)BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
            case FrameType.Settings:
                CheckConnection(header);
                TakeSettings(header, payload);
                break;
            case FrameType.Ping:
                CheckConnection(header);
                CheckSize(payload.Length == 8);
                TakePing(header, payload);
                break;
            case FrameType.GoAway:
                CheckConnection(header);
                CheckSize(payload.Length >= 8);
                connection.TakeGoAway(BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue, _told);
                break;
            case FrameType.WindowUpdate:
                CheckSize(payload.Length == 4);
                if ((BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue) == 0)
                    throw Wrong("A window grows by nothing.");

                // We send nothing that needs one.
                CountIdle();
                break;
            case FrameType.PushPromise:
                throw Wrong("The target answers what nobody asked.");
            default:
                // RFC 9113 section 5.5; and priorities are a client's to tell.
                CountIdle();
                break;
        }
    }

    private void TakeData(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        _received += payload.Length;
        if (_received > Window)
            throw new Http2Exception(Http2Error.FlowControl, "The target sends more than it may.");

        var part = header.Unpad(payload);
        var isEnd = header.Has(FrameHeader.EndOfStream);
        if (part.IsEmpty && !isEnd)
            CountIdle();
        else
            _idle = 0;

        lock (connection.Lock)
        {
            if (connection.Find(header.Stream) is { } exchange)
                Settle(exchange, exchange.TakeData(part, payload.Length) ?? (isEnd ? exchange.TakeEnd() : null));

            if (_received >= Window / 2)
            {
                connection.GiveBack(0, _received);
                _received = 0;
            }
        }
    }

    private void TakeHeaders(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var block = header.Unpad(payload);
        if (header.Has(FrameHeader.EndOfHeaders))
        {
            TakeBlock(header, block);
            return;
        }

        (_blockHeader, _blockLength) = (header, 0);
        AddToBlock(block);
    }

    private void TakeContinuation(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_blockHeader.Stream == 0)
            throw Wrong("A header block goes on that has not begun.");

        if (payload.IsEmpty)
            CountIdle();

        AddToBlock(payload);
        if (!header.Has(FrameHeader.EndOfHeaders))
            return;

        var whole = _blockHeader;
        _blockHeader = default;
        TakeBlock(whole, _block.AsSpan(0, _blockLength));
    }

    private void AddToBlock(ReadOnlySpan<byte> part)
    {
        if (_blockLength + part.Length > MostBlockBytes)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "A header block is too large.");

        if (_block.Length < _blockLength + part.Length)
            Array.Resize(ref _block, Math.Max(_block.Length * 2, _blockLength + part.Length));

        part.CopyTo(_block.AsSpan(_blockLength));
        _blockLength += part.Length;
    }

    /// <summary>Also that of a stream that nobody waits for is read: the next one may speak of it.</summary>
    private void TakeBlock(FrameHeader header, ReadOnlySpan<byte> block)
    {
        var status = _decoder.Decode(block, _fields, out var fault);
        var isEnd = header.Has(FrameHeader.EndOfStream);

        // RFC 9110 section 15.2: more than one may come before the answer.
        var isInterim = status is >= 100 and < 200 and not 101 && !isEnd;
        if (isInterim)
            CountIdle();
        else
            _idle = 0;

        lock (connection.Lock)
        {
            if (connection.Find(header.Stream) is not { } exchange)
                return;

            if (fault is null && isInterim && exchange.Status == 0)
                return;

            fault ??= exchange.Status == 0 ? TakeHead(exchange, status) : TakeTrailers(exchange, status, isEnd);
            Settle(exchange, fault ?? (isEnd ? exchange.TakeEnd() : null));
        }
    }

    private string? TakeHead(Http2Exchange exchange, int status) => status switch
    {
        0 => "The answer has no status.",
        101 => "The target switched to another protocol, for which nobody asked.",
        < 200 => "The answer ended before its head.",
        _ => exchange.TakeHead(status, ref _fields),
    };

    private string? TakeTrailers(Http2Exchange exchange, int status, bool isEnd)
    {
        if (status != 0 || !isEnd)
            return "What stands behind the answer are no trailers.";

        exchange.TakeTrailers(ref _fields);
        return null;
    }

    private void TakeReset(FrameHeader header, Http2Error error)
    {
        CountIdle();
        lock (connection.Lock)
        {
            if (connection.Find(header.Stream) is not { } exchange)
                return;

            connection.Remove(exchange.Id);
            exchange.Fail(new StreamEndedException($"The target ended the stream: {(int)error}.", error == Http2Error.RefusedStream && exchange.Status == 0));
            Tell(exchange);
        }
    }

    private void TakeSettings(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CountIdle();
        if (header.Has(FrameHeader.Acknowledgement))
        {
            CheckSize(payload.IsEmpty);
            return;
        }

        CheckSize(payload.Length % 6 == 0);
        _hasSettings = true;
        connection.TakeSettings(payload);
    }

    private void TakePing(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CountIdle();
        if (!header.Has(FrameHeader.Acknowledgement))
            connection.TakePing(payload);
    }

    private void Settle(Http2Exchange exchange, string? fault)
    {
        connection.Settle(exchange, fault);
        Tell(exchange);
    }

    private void Tell(Http2Exchange exchange)
    {
        if (exchange.Tell())
            _told.Add(exchange);
    }

    private void CountIdle()
    {
        if (++_idle > MostIdle)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "The target sends frames that say nothing.");
    }

    /// <summary>RFC 9113 section 5.1.1: only what we have opened is there.</summary>
    private void CheckStream(FrameHeader header)
    {
        if (header.Stream % 2 == 0 || !connection.HasOpened(header.Stream))
            throw Wrong("A frame is for a stream that is not there.");
    }

    private static void CheckConnection(FrameHeader header)
    {
        if (header.Stream != 0)
            throw Wrong("A frame for the connection is for a stream.");
    }

    private static void CheckSize(bool isRight)
    {
        if (!isRight)
            throw new Http2Exception(Http2Error.FrameSize, "A frame has a size that it cannot have.");
    }

    private static Http2Exception Wrong(string message) => new(Http2Error.Protocol, message);
}
