using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Reads the content of a message's body from a connection, up to its end and not a byte further. Used for one message after the other.</summary>
/// <param name="reader">The connection, behind the message's head.</param>
internal sealed class RawBody(PipeReader reader)
{
    /// <summary>The longest line of a chunk's size or of a trailer, in bytes. What the lines say besides the size is dropped.</summary>
    private const int LongestLine = 4 * 1024;
    private const int MostTrailerLines = 64;

    private State _state = State.Ended;
    private long _left;
    private int _trailers;

    private enum State
    {
        Data,
        DataUntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Ended,
    }

    /// <summary>What is wrong with the body; null while nothing is. A body with a flaw has ended, and its connection is of no further use.</summary>
    public string? Flaw { get; private set; }

    public bool HasEnded => _state == State.Ended;

    /// <summary>The next message's body begins.</summary>
    /// <param name="framing">How its end is known.</param>
    /// <param name="length">Its length, with <see cref="RawFraming.Length"/>.</param>
    public void Begin(RawFraming framing, long length)
    {
        (_left, _trailers, Flaw) = (length, 0, null);
        _state = framing switch
        {
            RawFraming.Length => State.Data,
            RawFraming.Chunked => State.ChunkSize,
            RawFraming.Close => State.DataUntilClose,
            _ => State.Ended,
        };
    }

    /// <summary>Waits for content. Gives 0 at the end; <see cref="Flaw"/> tells a good end from a bad one.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!HasEnded)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            var count = Take(ref rest, destination.Span);
            var isFruitless = count == 0 && !HasEnded;
            reader.AdvanceTo(rest.Start, isFruitless ? rest.End : rest.Start);
            if (!isFruitless)
                return count;

            if (result.IsCanceled)
                End("the body did not come in time");
            else if (result.IsCompleted)
                End(_state == State.DataUntilClose ? null : "the connection ended before the body did");
        }

        return 0;
    }

    /// <summary>Takes content, and what stands before it, from the front of <paramref name="bytes"/>.</summary>
    private int Take(ref ReadOnlySequence<byte> bytes, Span<byte> destination)
    {
        while (true)
        {
            switch (_state)
            {
                case State.Data or State.DataUntilClose or State.ChunkData when bytes.IsEmpty:
                    return 0;
                case State.Data or State.DataUntilClose or State.ChunkData:
                    return TakeData(ref bytes, destination);
                case State.Ended:
                    return 0;
                default:
                    if (!TakeLine(ref bytes))
                        return 0;

                    continue;
            }
        }
    }

    private int TakeData(ref ReadOnlySequence<byte> bytes, Span<byte> destination)
    {
        var count = (int)Math.Min(bytes.Length, destination.Length);
        if (_state != State.DataUntilClose)
            count = (int)Math.Min(count, _left);

        bytes.Slice(0, count).CopyTo(destination);
        bytes = bytes.Slice(count);
        _left -= count;
        if (_left == 0 && _state == State.Data)
            _state = State.Ended;
        else if (_left == 0 && _state == State.ChunkData)
            _state = State.ChunkEnd;

        return count;
    }

    /// <summary>Takes a whole line between the chunks. False when it has not come yet, or when it is wrong.</summary>
    private bool TakeLine(ref ReadOnlySequence<byte> bytes)
    {
        if (bytes.PositionOf((byte)'\n') is not { } end)
        {
            if (bytes.Length > LongestLine)
                End("a line between chunks is too long");

            return false;
        }

        var sequence = bytes.Slice(0, end);
        bytes = bytes.Slice(bytes.GetPosition(1, end));
        if (sequence.Length > LongestLine)
        {
            End("a line between chunks is too long");
            return false;
        }

        Span<byte> copy = stackalloc byte[(int)sequence.Length];
        sequence.CopyTo(copy);
        if (copy is not [.., (byte)'\r'])
            End("a line between chunks does not end in CR and LF");
        else
            ReadLine(copy[..^1]);

        return !HasEnded;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        switch (_state)
        {
            case State.ChunkEnd when line.IsEmpty:
                _state = State.ChunkSize;
                break;
            case State.ChunkEnd:
                End("a chunk is longer than it says");
                break;
            case State.Trailers when line.IsEmpty:
                End(null);
                break;
            case State.Trailers when ++_trailers > MostTrailerLines:
                End("there are too many trailers");
                break;
            case State.ChunkSize:
                ReadSize(line);
                break;
        }
    }

    /// <summary>RFC 9112 section 7.1: hexadecimal digits, then perhaps extensions behind a semicolon.</summary>
    private void ReadSize(ReadOnlySpan<byte> line)
    {
        var isSize = Utf8Parser.TryParse(line, out long size, out var digits, 'x') && digits <= 15 && size >= 0;
        var extensions = line[Math.Min(digits, line.Length)..].TrimStart(" \t"u8);
        if (!isSize || extensions is not ([] or [(byte)';', ..]))
        {
            End("the size of a chunk is no number");
            return;
        }

        _left = size;
        _state = size == 0 ? State.Trailers : State.ChunkData;
    }

    private void End(string? flaw)
    {
        _state = State.Ended;
        Flaw = flaw;
    }
}
