using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2.Hpack;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// A connection to a target in HTTP/2 (RFC 9113), for many requests at once. One loop reads and fills the exchanges, one writes what has gathered; between them and the requests stands one
/// lock, held for no longer than a frame takes to be copied.
/// </summary>
internal sealed class Http2Connection
{
    private const int MostKept = 256;
    private const int LastStream = int.MaxValue - 2;

    /// <summary>After this silence the target is asked whether it is there, while somebody waits for it; then it has <see cref="PingPatience"/> to answer.</summary>
    private const long Silence = 30_000;

    private const long PingPatience = 10_000;
    private const long LongestIdle = 600_000;

    private readonly Stream _stream;
    private readonly Action<Http2Connection> _onClosed;
    private readonly Dictionary<int, Http2Exchange> _open = [];
    private readonly Stack<Http2Exchange> _kept = [];
    private readonly TargetSettings _settings = new();
    private readonly FrameWriter _writer;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _created = Environment.TickCount64;
    private int _next = 1;
    private long _lastHeard = Environment.TickCount64;
    private long _idleSince = Environment.TickCount64;
    private long _askedAt;
    private bool _isDraining;
    private bool _isClosed;

    /// <param name="stream">The connection, on which nothing has been sent.</param>
    /// <param name="onClosed">Called once, when it takes no new requests.</param>
    public Http2Connection(Stream stream, Action<Http2Connection> onClosed)
    {
        (_stream, _onClosed) = (stream, onClosed);
        _writer = new FrameWriter(stream, Lock, reason => _ = CloseAsync(reason, Http2Error.None));
    }

    /// <summary>Guards everything that more than one thread touches.</summary>
    public Lock Lock { get; } = new();

    /// <summary>How many requests the target takes at once.</summary>
    public int MostStreams => _settings.MostStreams;

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
            _writer.Output.AddPreface(Http2Exchange.Window, FrameInput.Window, FrameInput.MostHeaders);
            _writer.Flush();
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
            if (_isDraining || _open.Count >= _settings.MostStreams)
                return null;

            if (block.Size > _settings.MostHeaders)
                throw new InvalidOperationException("The target does not take so many headers.");

            var exchange = _kept.TryPop(out var kept) ? kept : new Http2Exchange(this);
            exchange.Begin(_next, block.IsHead);
            _open.Add(_next, exchange);
            _writer.Output.AddRequest(_next, block.Bytes);
            _next += 2;
            if (_next > LastStream)
                Drain();

            _writer.Flush();
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
        _writer.Output.AddWindow(stream, count);
        _writer.Flush();
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

    /// <summary>The target says what it wants.</summary>
    public void TakeSettings(ReadOnlySpan<byte> settings)
    {
        lock (Lock)
        {
            _settings.Take(settings);
            _writer.Output.AddSettingsAcknowledgement();
            _writer.Flush();
        }

        _ready.TrySetResult();
    }

    /// <summary>The target asks whether we are there.</summary>
    public void TakePing(ReadOnlySpan<byte> payload)
    {
        lock (Lock)
        {
            _writer.Output.AddPingAcknowledgement(payload);
            _writer.Flush();
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

    private void Ask(long now)
    {
        _askedAt = now;
        _writer.Output.AddPing();
        _writer.Flush();
    }

    private void Drain()
    {
        if (_isDraining)
            return;

        _isDraining = true;
        _onClosed(this);
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
            _writer.Close();
            waiting = FailAll(0, reason);
        }

        _ready.TrySetException(reason);
        _ = _ready.Task.Exception;
        foreach (var exchange in waiting)
            exchange.Wake();

        await _writer.SayGoodbyeAsync(error);
        await _stream.DisposeAsync();
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

        _writer.Output.AddReset(exchange.Id, error);
        _writer.Flush();
    }

    private void RetireSoon() => ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Retire(), this, preferLocal: false);
}
