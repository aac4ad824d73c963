using System.Buffers;
using System.Threading.Tasks.Sources;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// One stream: a request that was sent, and what has come of its answer. The connection fills it, under its lock, and whoever forwards the request takes from it. It holds as much of a body
/// as its window says, so that a client who takes nothing stops his own stream and no other; the window grows when he has taken all of much. Used for one request after the other.
/// </summary>
internal sealed class Http2Exchange(Http2Connection connection) : IValueTaskSource, IThreadPoolWorkItem
{
    /// <summary>So much of a body may come before any of it is taken.</summary>
    public const int Window = 64 * 1024;

    /// <summary>So much may be on its way to who takes what comes.</summary>
    private const int WideWindow = 256 * 1024;

    private const int FirstSize = 4 * 1024;

    /// <summary>So many buffers of each size are kept for later, 4 MiB together.</summary>
    private const int MostKept = 8;

    /// <summary>Not the shared pool, which would keep 32 MiB of them long after the load that needed them.</summary>
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(WideWindow, MostKept);

    private ManualResetValueTaskSourceCore<bool> _news = new() { RunContinuationsAsynchronously = false };
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _window;
    private int _size;
    private int _taken;
    private long _received;
    private bool _isHead;
    private bool _isWaiting;
    private bool _hasNews;
    private Exception? _failure;

    /// <summary>Which stream it is.</summary>
    public int Id { get; private set; }

    /// <summary>The headers of the answer.</summary>
    public FieldList Fields { get; private set; } = new();

    /// <summary>What came behind the body; null when nothing did.</summary>
    public FieldList? Trailers { get; private set; }

    /// <summary>The status of the answer; 0 while it has not come.</summary>
    public int Status { get; private set; }

    /// <summary>Bytes of the body; -1 when the head does not say.</summary>
    public long Length { get; private set; }

    /// <summary>No more will come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How much of the body lies here.</summary>
    public int Available => _end - _start;

    /// <summary>Why no more will come, though the answer has not ended.</summary>
    public Exception? Failure => _failure;

    /// <summary>True when the answer has no body, whatever its headers say.</summary>
    public bool HasNoBody => _isHead || Status is 204 or 304;

    /// <summary>Makes it ready for a request.</summary>
    public void Begin(int id, bool isHead)
    {
        (Id, _isHead, Status, Length, HasEnded, Trailers, _failure) = (id, isHead, 0, -1, false, null, null);
        (_start, _end, _window, _size, _taken, _received, _isWaiting, _hasNews) = (0, 0, Window, Window, 0, 0, false, false);
    }

    /// <summary>Waits for whatever comes next.</summary>
    public ValueTask WaitAsync()
    {
        lock (connection.Lock)
        {
            if (_hasNews || HasEnded || _failure is not null)
            {
                _hasNews = false;
                return default;
            }

            _news.Reset();
            _isWaiting = true;
            return new ValueTask(this, _news.Version);
        }
    }

    /// <summary>Takes what has come of the body. Gives how much that was.</summary>
    /// <param name="room">Where to.</param>
    /// <param name="isEnd">True when this was the last of it.</param>
    public int Read(Span<byte> room, out bool isEnd)
    {
        lock (connection.Lock)
        {
            var count = Math.Min(room.Length, Available);
            _buffer.AsSpan(_start, count).CopyTo(room);
            _start += count;
            if (_start == _end)
                _start = _end = 0;

            isEnd = HasEnded && Available == 0;
            if (!HasEnded)
                GiveBack(count);

            return count;
        }
    }

    /// <summary>Nobody needs the answer any more.</summary>
    public void Abort() => connection.Abort(this, new OperationCanceledException("The request was given up."));

    /// <summary>The request is over. One whose answer is not whole is taken back.</summary>
    public void End() => connection.End(this);

    /// <summary>The head has come. Gives what is wrong with it.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="fields">Its headers; those of an earlier answer are given in their place.</param>
    public string? TakeHead(int status, ref FieldList fields)
    {
        var length = -1L;
        foreach (ref readonly var field in fields.Fields)
        {
            if (field.Name.Role != FieldRole.ContentLength)
                continue;

            var before = length;
            if (!AnswerHead.TryReadLength(field.Value, out length))
                return "The Content-Length of the answer is no number.";

            if (before >= 0 && before != length)
                return "The answer has several lengths.";
        }

        (Fields, fields) = (fields, Fields);
        (Status, Length) = (status, length);
        return null;
    }

    /// <summary>Trailers have come.</summary>
    /// <param name="fields">What they are; other room is given in their place.</param>
    public void TakeTrailers(ref FieldList fields) => (Trailers, fields) = (fields, new FieldList());

    /// <summary>Part of the body has come. Gives what is wrong with it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="size">How much of the window it takes, with its padding.</param>
    public string? TakeData(ReadOnlySpan<byte> part, int size)
    {
        _window -= size;
        if (_window < 0)
            return "The target sends more than it may.";

        if (Status == 0)
            return "The answer begins with its body.";

        _received += part.Length;
        if (part.Length > 0 && (HasNoBody || (Length >= 0 && _received > Length)))
            return "The answer is longer than it said.";

        MakeRoom(part.Length);
        part.CopyTo(_buffer.AsSpan(_end));
        _end += part.Length;

        // What fills a frame is taken at once.
        if (size > part.Length)
            GiveBack(size - part.Length);

        return null;
    }

    /// <summary>The last frame has come. Gives what is wrong with that.</summary>
    public string? TakeEnd()
    {
        if (Length >= 0 && !HasNoBody && _received != Length)
            return "The answer ended before its end.";

        HasEnded = true;
        return null;
    }

    /// <summary>No more will come.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    /// <summary>Something has come. True when somebody has to be woken, by <see cref="Wake"/> outside the lock.</summary>
    public bool Tell()
    {
        var isWaiting = _isWaiting;
        (_isWaiting, _hasNews) = (false, !isWaiting);
        return isWaiting;
    }

    /// <summary>Wakes who waits, on another thread.</summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    /// <summary>Nobody needs to find in memory what the answer was.</summary>
    public void Forget()
    {
        Fields.Forget();
        Trailers = null;
        _failure = null;
        if (_buffer.Length > FirstSize)
        {
            Buffers.Return(_buffer);
            _buffer = [];
        }
    }

    void IThreadPoolWorkItem.Execute() => _news.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _news.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _news.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _news.OnCompleted(continuation, state, token, flags);

    /// <summary>What was taken may come again, and the other side is told so now and then.</summary>
    private void GiveBack(int count)
    {
        _taken += count;
        if (_taken < _size / 2 || _failure is not null)
            return;

        var more = _taken;
        if (_size < WideWindow && Available == 0 && _received >= WideWindow)
        {
            more += WideWindow - _size;
            _size = WideWindow;
        }

        _window += more;
        connection.GiveBack(Id, more);
        _taken = 0;
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _end >= count)
            return;

        var used = Available;
        if (_buffer.Length - used >= count)
        {
            _buffer.AsSpan(_start, used).CopyTo(_buffer);
        }
        else
        {
            // The first one stays with the exchange.
            var larger = used + count <= FirstSize ? new byte[FirstSize] : Buffers.Rent(Math.Max(_buffer.Length * 2, used + count));
            _buffer.AsSpan(_start, used).CopyTo(larger);
            if (_buffer.Length > FirstSize)
                Buffers.Return(_buffer);

            _buffer = larger;
        }

        (_start, _end) = (0, used);
    }
}
