namespace Bulwark.Proxy.Http2;

/// <summary>Counts the frames of one connection against its bounds.</summary>
internal sealed class Http2FrameCounter(Http2Bounds bounds, TimeProvider time)
{
    private const int SmallWindowUpdate = 1024;
    private const byte EndStream = 0x1;
    private const byte EndHeaders = 0x4;

    private long _start = time.GetTimestamp();
    private int _streams;
    private int _resets;
    private int _pings;
    private int _settings;
    private int _emptyData;
    private int _priorities;
    private int _windowUpdates;
    private int _extensions;
    private int _continuations;
    private int _emptyContinuations;
    private int _blockBytes;

    /// <summary>Counts one frame. Gives the kind of flood that it makes too much, or none.</summary>
    /// <param name="type">RFC 9113 section 6.</param>
    /// <param name="flags">The flags of the frame.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <param name="increment">Of a WINDOW_UPDATE.</param>
    public Http2Flood Count(byte type, byte flags, int length, uint increment) => type switch
    {
        0 => length == 0 && (flags & EndStream) == 0 ? Add(ref _emptyData, bounds.EmptyData, Http2Flood.EmptyData) : Http2Flood.None,
        1 => BeginBlock(flags, length),
        2 => Add(ref _priorities, Allow(bounds.Priorities, 2), Http2Flood.Priorities),
        3 => Add(ref _resets, bounds.Resets, Http2Flood.Resets),
        4 => Add(ref _settings, bounds.Settings, Http2Flood.Settings),
        6 => Add(ref _pings, bounds.Pings, Http2Flood.Pings),
        8 => CountWindowUpdate(increment),
        9 => ContinueBlock(length),
        _ => Add(ref _extensions, Allow(bounds.Extensions, 2), Http2Flood.Extensions),
    };

    private Http2Flood CountWindowUpdate(uint increment) => increment switch
    {
        0 => Add(ref _resets, bounds.Resets, Http2Flood.Resets),
        < SmallWindowUpdate => Add(ref _windowUpdates, Allow(bounds.WindowUpdates, 8), Http2Flood.WindowUpdates),
        _ => Http2Flood.None,
    };

    private Http2Flood BeginBlock(byte flags, int length)
    {
        _streams++;
        if ((flags & EndHeaders) != 0)
            return Http2Flood.None;

        _continuations = 0;
        _emptyContinuations = 0;
        _blockBytes = length;
        return Http2Flood.None;
    }

    private Http2Flood ContinueBlock(int length)
    {
        _continuations++;
        _blockBytes += length;
        if (length == 0)
            _emptyContinuations++;
        return _continuations > bounds.Continuations || _emptyContinuations > bounds.EmptyContinuations || _blockBytes > bounds.HeaderBlockBytes
            ? Http2Flood.Continuations
            : Http2Flood.None;
    }

    private int Allow(int bound, int forEachStream) => (int)Math.Min(int.MaxValue, bound + ((long)_streams * forEachStream));

    /// <summary>The clock is asked only when a bound is reached: below it, it makes no difference how long it took.</summary>
    private Http2Flood Add(ref int count, int bound, Http2Flood flood)
    {
        if (++count <= bound)
            return Http2Flood.None;

        if (time.GetElapsedTime(_start) < Http2Bounds.Window)
            return flood;

        BeginWindow();
        count = 1;
        return Http2Flood.None;
    }

    private void BeginWindow()
    {
        _start = time.GetTimestamp();
        _streams = _resets = _pings = _settings = _emptyData = _priorities = _windowUpdates = _extensions = 0;
    }
}
