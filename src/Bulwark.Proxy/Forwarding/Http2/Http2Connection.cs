using System.Buffers.Binary;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2.Hpack;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// A connection to a target in HTTP/2 (RFC 9113), for many requests at once. One loop reads and fills the exchanges, one writes what has gathered; between them and the requests stands one
/// lock, held for no longer than a frame takes to be copied.
/// </summary>
internal sealed class Http2Connection : IThreadPoolWorkItem
{
    /// <summary>How many streams there may be before the target says so.</summary>
    private const int StreamsAtFirst = 100;

    private const int MostKept = 256;
    private const int LastStream = int.MaxValue - 2;

    /// <summary>After this silence the target is asked whether it is there, while somebody waits for it; then it has <see cref="PingPatience"/> to answer.</summary>
    private const long Silence = 30_000;

    private const long PingPatience = 10_000;
    private const long LongestIdle = 600_000;

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly Action<Http2Connection> _onClosed;
    private readonly Dictionary<int, Http2Exchange> _open = [];
    private readonly Stack<Http2Exchange> _kept = [];
    private readonly FrameOutput _output = new();
    private readonly TaskCompletionSource _afterWriting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _created = Environment.TickCount64;
    private int _next = 1;
    private int _mostStreams = StreamsAtFirst;
    private long _mostHeaders = long.MaxValue;
    private long _lastHeard = Environment.TickCount64;
    private long _idleSince = Environment.TickCount64;
    private long _askedAt;
    private bool _isWriting;
    private bool _isDraining;
    private bool _isClosed;

    /// <param name="stream">The connection, on which nothing has been sent.</param>
    /// <param name="onClosed">Called once, when it takes no new requests.</param>
    public Http2Connection(Stream stream, Action<Http2Connection> onClosed) => (_stream, _onClosed) = (stream, onClosed);

    /// <summary>Guards everything that more than one thread touches.</summary>
    public Lock Lock { get; } = new();

    /// <summary>How many requests the target takes at once.</summary>
    public int MostStreams => Volatile.Read(ref _mostStreams);

    /// <summary>True when it takes no new requests.</summary>
    public bool IsDraining
    {
        get
        {
            lock (Lock)
                return _isDraining;
        }
    }

    /// <summary>Says what we want, and waits until the target has said what it wants: only then is it known that it has let us in.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (Lock)
        {
            _output.AddPreface(Http2Exchange.Window, FrameInput.Window, FrameInput.MostHeaders);
            Flush();
        }

        _ = ReadAsync();
        return _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Sends a request. Null when the connection takes none.</summary>
    /// <exception cref="InvalidOperationException">The target says that it does not take so many headers.</exception>
    public Http2Exchange? TryBegin(in HeaderBlock block)
    {
        lock (Lock)
        {
            if (_isDraining || _open.Count >= _mostStreams)
                return null;

            if (block.Size > _mostHeaders)
                throw new InvalidOperationException("The target does not take so many headers.");

            var exchange = _kept.TryPop(out var kept) ? kept : new Http2Exchange(this);
            exchange.Begin(_next, block.IsHead);
            _open.Add(_next, exchange);
            _output.AddRequest(_next, block.Bytes);
            _next += 2;
            if (_next > LastStream)
                Drain();

            Flush();
            return exchange;
        }
    }

    /// <summary>Nobody waits for this answer any more.</summary>
    public void Abort(Http2Exchange exchange, Exception reason)
    {
        bool isWaiting;
        lock (Lock)
        {
            if (exchange.HasEnded || exchange.Failure is not null)
                return;

            Reset(exchange, Http2Error.Cancel);
            exchange.Fail(reason);
            isWaiting = exchange.Tell();
        }

        if (isWaiting)
            exchange.Wake();
    }

    /// <summary>The request is over; the exchange serves another one.</summary>
    public void End(Http2Exchange exchange)
    {
        lock (Lock)
        {
            if (!exchange.HasEnded && exchange.Failure is null)
                Reset(exchange, Http2Error.Cancel);

            exchange.Forget();
            if (_kept.Count < MostKept)
                _kept.Push(exchange);
        }
    }

    /// <summary>Part of a body has been taken: of a stream, or of the connection, which is 0. Only under the lock.</summary>
    public void GiveBack(int stream, int count)
    {
        _output.AddWindow(stream, count);
        Flush();
    }

    /// <summary>True for a stream that is there or was. Only for the loop that reads.</summary>
    public bool HasOpened(int stream)
    {
        lock (Lock)
            return stream < _next;
    }

    /// <summary>A stream for whose answer somebody waits. Only under the lock.</summary>
    public Http2Exchange? Find(int stream) => _open.GetValueOrDefault(stream);

    /// <summary>Something has come for a stream. Only under the lock.</summary>
    /// <param name="exchange">The stream.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    public void Settle(Http2Exchange exchange, string? fault)
    {
        if (fault is not null)
        {
            Reset(exchange, Http2Error.Protocol);
            exchange.Fail(new BadAnswerException(fault));
        }
        else if (exchange.HasEnded)
        {
            Remove(exchange.Id);
        }
    }

    /// <summary>The target says what it wants (RFC 9113 section 6.5.2). We send no bodies, and the target need remember no headers of ours, so that most of it does not matter.</summary>
    public void TakeSettings(ReadOnlySpan<byte> settings)
    {
        lock (Lock)
        {
            for (; !settings.IsEmpty; settings = settings[6..])
                Take(BinaryPrimitives.ReadUInt16BigEndian(settings), BinaryPrimitives.ReadUInt32BigEndian(settings[2..]));

            _output.AddSettingsAcknowledgement();
            Flush();
        }

        _ready.TrySetResult();
    }

    /// <summary>The target asks whether we are there.</summary>
    public void TakePing(ReadOnlySpan<byte> payload)
    {
        lock (Lock)
        {
            _output.AddPingAcknowledgement(payload);
            Flush();
        }
    }

    /// <summary>The target takes no new requests, and has not looked at those above the last one that it names.</summary>
    public void TakeGoAway(int last, List<Http2Exchange> told)
    {
        lock (Lock)
        {
            Drain();
            told.AddRange(FailAll(last, new StreamEndedException("The target takes no more requests on this connection.", isUnprocessed: true)));
            if (_open.Count == 0)
                RetireSoon();
        }
    }

    /// <summary>The stream has ended. Only under the lock.</summary>
    public bool Remove(int stream)
    {
        if (!_open.Remove(stream))
            return false;

        if (_open.Count == 0)
        {
            _idleSince = Environment.TickCount64;
            if (_isDraining)
                RetireSoon();
        }

        return true;
    }

    /// <summary>Takes no new requests, and closes after the last answer.</summary>
    public void Retire()
    {
        bool isOver;
        lock (Lock)
        {
            Drain();
            isOver = _open.Count == 0 && !_isClosed;
        }

        if (isOver)
            _ = CloseAsync(new ObjectDisposedException(nameof(Http2Connection)), Http2Error.None);
    }

    /// <summary>Looks whether the target is still there, and whether anybody needs it.</summary>
    /// <param name="now">Milliseconds of the system's clock.</param>
    /// <param name="lifetime">How long a connection may last, in milliseconds.</param>
    public void Look(long now, long lifetime)
    {
        var (isLost, isOld) = (false, false);
        lock (Lock)
        {
            if (_isClosed)
                return;

            if (_open.Count == 0)
                isOld = now - _idleSince > LongestIdle;
            else if (_askedAt > _lastHeard)
                isLost = now - _askedAt > PingPatience;
            else if (now - _lastHeard > Silence)
                Ask(now);

            isOld |= now - _created > lifetime;
        }

        if (isLost)
            _ = CloseAsync(new IOException("The target has fallen silent."), Http2Error.None);
        else if (isOld)
            Retire();
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private void Ask(long now)
    {
        _askedAt = now;
        _output.AddPing();
        Flush();
    }

    private void Drain()
    {
        if (_isDraining)
            return;

        _isDraining = true;
        _onClosed(this);
    }

    /// <summary>Whoever is about to add frames too comes first: what gathers until then goes out together.</summary>
    private void Flush()
    {
        if (_isWriting || _isClosed)
            return;

        _isWriting = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> frames;
                lock (Lock)
                {
                    if (_output.IsEmpty || _isClosed)
                    {
                        EndWriting();
                        return;
                    }

                    frames = _output.Take();
                }

                await _stream.WriteAsync(frames);
                lock (Lock)
                    _output.Written();
            }
        }
#pragma warning disable CA1031 // whatever went wrong, the connection is of no use
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (Lock)
                EndWriting();

            await CloseAsync(e, Http2Error.None);
        }
    }

    private void EndWriting()
    {
        _isWriting = false;
        if (_isClosed)
            _afterWriting.TrySetResult();
    }

    private async Task ReadAsync()
    {
        var input = new FrameInput(this);
        try
        {
            while (true)
            {
                var count = await _stream.ReadAsync(input.Room);
                if (count == 0)
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "The target hung up.");

                Volatile.Write(ref _lastHeard, Environment.TickCount64);
                try
                {
                    input.Take(count);
                }
                finally
                {
                    input.Wake();
                }
            }
        }
        catch (Http2Exception e)
        {
            await CloseAsync(e, e.Error);
        }
#pragma warning disable CA1031 // whatever went wrong, the connection is of no use
        catch (Exception e)
#pragma warning restore CA1031
        {
            await CloseAsync(e, Http2Error.None);
        }
    }

    /// <summary>Tells those who wait, then the target, if it listens.</summary>
    private async Task CloseAsync(Exception reason, Http2Error error)
    {
        List<Http2Exchange> waiting;
        lock (Lock)
        {
            if (_isClosed)
                return;

            Drain();
            _isClosed = true;
            if (!_isWriting)
                _afterWriting.TrySetResult();

            waiting = FailAll(0, reason);
        }

        _ready.TrySetException(reason);
        _ = _ready.Task.Exception;
        foreach (var exchange in waiting)
            exchange.Wake();

        await SayGoodbyeAsync(error);
        await _stream.DisposeAsync();
    }

    /// <summary>Behind what is just being written.</summary>
    private async Task SayGoodbyeAsync(Http2Error error)
    {
        using var patience = new CancellationTokenSource(GoodbyePatience);
        try
        {
            await _afterWriting.Task.WaitAsync(patience.Token);
            await _stream.WriteAsync(FrameOutput.GoAway(error), patience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It does not listen any more.
        }
    }

    /// <summary>Every stream above this one has failed. Gives those for which somebody waits.</summary>
    private List<Http2Exchange> FailAll(int above, Exception reason)
    {
        var waiting = new List<Http2Exchange>();
        foreach (var (id, exchange) in _open)
        {
            if (id <= above)
                continue;

            _open.Remove(id);
            exchange.Fail(reason);
            if (exchange.Tell())
                waiting.Add(exchange);
        }

        return waiting;
    }

    private void Reset(Http2Exchange exchange, Http2Error error)
    {
        if (!Remove(exchange.Id) || _isClosed)
            return;

        _output.AddReset(exchange.Id, error);
        Flush();
    }

    private void RetireSoon() => ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Retire(), this, preferLocal: false);

    private void Take(ushort name, uint value)
    {
        const ushort Push = 2;
        const ushort Streams = 3;
        const ushort InitialWindow = 4;
        const ushort MostFrame = 5;
        const ushort Headers = 6;
        switch (name)
        {
            case Push when value != 0:
                throw new Http2Exception(Http2Error.Protocol, "The target wants to be pushed to.");
            case Streams:
                Volatile.Write(ref _mostStreams, (int)Math.Min(value, int.MaxValue));
                break;
            case InitialWindow when value > int.MaxValue:
                throw new Http2Exception(Http2Error.FlowControl, "The target has a window that is too large.");
            case MostFrame when value is < FrameHeader.MostLength or > 0xFFFFFF:
                throw new Http2Exception(Http2Error.Protocol, "The target takes frames of a size that they cannot have.");
            case Headers:
                _mostHeaders = value;
                break;
        }
    }
}
