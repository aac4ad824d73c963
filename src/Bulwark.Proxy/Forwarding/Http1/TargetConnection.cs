using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>
/// One connection to a target, for one request after the other. Waiting for the answer begins before the request is sent: what can be read at that moment is no answer to it, but the end
/// of a connection that has grown old, or more than the last answer said. Such a connection has been sent nothing, so that any request may take another one.
/// </summary>
/// <param name="link">The connection.</param>
internal sealed class TargetConnection(TargetLink link) : IDisposable
{
    private const int FirstSize = 4 * 1024;
    private const int LeastRoom = 1024;
    private const int LargestKept = 16 * 1024;

    private byte[] _buffer = [];
    private ValueTask<int> _reading;
    private bool _isReading;
    private int _request;
    private int _start;
    private int _end;
    private int _line;
    private int _said;
    private volatile bool _isAborted;

    /// <summary>The answer that has come last.</summary>
    public AnswerHead Head { get; } = new();

    /// <summary>True when the target has closed the connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when it has served a request before this one.</summary>
    public bool IsReused { get; private set; }

    /// <summary>True when something has come since the request was sent.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>When it became idle, as a timestamp.</summary>
    public long IdleSince { get; private set; }

    /// <summary>What has come and has not been used.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start, _end - _start);

    /// <summary>True when the connection was ended from our side.</summary>
    public bool IsAborted => _isAborted || link.IsCut?.Invoke() == true;

    /// <summary>True when the next request may use it.</summary>
    public bool IsReusable => Head.IsPersistent && _start == _end && !_isAborted && !HasEnded;

    /// <summary>Makes the request ready to be sent, and begins to wait for the answer. False when the connection is of no use; nothing has been sent.</summary>
    public bool Begin(HttpContext context, string authority)
    {
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);

        _request = RequestWriter.WriteHead(context, authority, ref _buffer);
        if (_buffer.Length - _request < LeastRoom)
            Grow(_request);

        (_start, _end, _line, _said, HasSpoken) = (_request, _request, 0, 0, false);
        BeginReading();
        return !_reading.IsCompleted;
    }

    /// <summary>Sends the request and reads until the head of the answer is whole.</summary>
    /// <exception cref="HttpRequestException">The target hung up.</exception>
    /// <exception cref="BadAnswerException">What came is no answer.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask AskAsync()
    {
        await link.Stream.WriteAsync(_buffer.AsMemory(0, _request));
        while (true)
        {
            var count = await _reading;
            _isReading = false;
            if (count == 0)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The target hung up before its answer.");

            HasSpoken = true;
            _end += count;
            if (ReadHead())
                return;

            MakeRoom();
            BeginReading();
        }
    }

    /// <summary>The first bytes of <see cref="Received"/> have been used.</summary>
    public void Use(int count) => _start += count;

    /// <summary>Waits for more. Gives 0 when the target has closed the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync()
    {
        MakeRoom();
        BeginReading();
        var count = await _reading;
        _isReading = false;
        _end += count;
        return count;
    }

    /// <summary>Reads what comes next into other memory than its own; there is nothing left in <see cref="Received"/>.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> memory)
    {
        var count = await link.Stream.ReadAsync(memory);
        HasEnded = count == 0;
        return count;
    }

    /// <summary>No request uses it for now.</summary>
    /// <param name="now">A timestamp.</param>
    public void Rest(long now)
    {
        IsReused = true;
        IdleSince = now;
        Head.Forget();
        if (_buffer.Length > LargestKept)
            ReturnBuffer();
    }

    /// <summary>A connection that has been idle for some time needs no memory. Only while no request uses it.</summary>
    public void GiveBackBuffer() => ReturnBuffer();

    /// <summary>Ends what is under way, from any thread.</summary>
    public void Abort()
    {
        _isAborted = true;
        link.Socket.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isAborted = true;
        link.Stream.Dispose();

        // What is still being read into belongs to nobody else.
        if (!_isReading)
            ReturnBuffer();
    }

    private bool ReadHead()
    {
        while (true)
        {
            var bytes = Received;
            if (!AnswerHead.MayBegin(bytes))
                throw new BadAnswerException("The answer does not begin like one.");

            var length = FieldList.EndOf(bytes, ref _line);
            if (_said + (length == 0 ? bytes.Length : length) > AnswerHead.MostBytes)
                throw new BadAnswerException("The head of the answer is too large.");

            if (length == 0)
                return false;

            Head.Read(bytes[..length]);
            Use(length);
            _line = 0;
            _said += length;
            switch (Head.Status)
            {
                case >= 200:
                    return true;
                case 101:
                    throw new BadAnswerException("The target switched to another protocol, for which nobody asked.");
                default:
                    // RFC 9110 section 15.2: more than one may come before the answer.
                    continue;
            }
        }
    }

    private void BeginReading()
    {
        _isReading = true;
#pragma warning disable CA2012 // awaited once, by whoever needs what is read
        _reading = link.Stream.ReadAsync(_buffer.AsMemory(_end));
#pragma warning restore CA2012
    }

    /// <summary>The request has been sent, and what was used is not needed any more.</summary>
    private void MakeRoom()
    {
        if (_start == _end)
            _start = _end = 0;

        if (_end < _buffer.Length)
            return;

        if (_start == 0)
        {
            Grow(_end);
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private void Grow(int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = [];
    }
}
