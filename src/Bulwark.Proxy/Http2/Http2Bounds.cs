namespace Bulwark.Proxy.Http2;

/// <summary>How many frames of a kind one connection may send within <see cref="Window"/>.</summary>
internal sealed record Http2Bounds
{
    /// <summary>The time that the numbers are for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>For a client: several times what browsers and chat clients send at their busiest.</summary>
    public static Http2Bounds Client { get; } = new();

    /// <summary>
    /// For a proxy of ours, whose connection carries the streams of many clients. A client that goes away is a reset there, so neither these nor small
    /// window updates are counted against it: each client is held to its own bounds where it connects. What the proxy alone decides about stays bounded.
    /// </summary>
    public static Http2Bounds Proxy { get; } = new()
    {
        Resets = int.MaxValue,
        WindowUpdates = int.MaxValue,
        EmptyData = int.MaxValue,
        Pings = 2_000,
        Settings = 500,
    };

    /// <summary>RST_STREAM, and WINDOW_UPDATE by nothing, which makes the server reset the stream.</summary>
    public int Resets { get; init; } = 200;

    /// <summary>PING.</summary>
    public int Pings { get; init; } = 200;

    /// <summary>SETTINGS, with acknowledgements.</summary>
    public int Settings { get; init; } = 100;

    /// <summary>Empty DATA without END_STREAM.</summary>
    public int EmptyData { get; init; } = 200;

    /// <summary>PRIORITY; two more for each stream.</summary>
    public int Priorities { get; init; } = 500;

    /// <summary>WINDOW_UPDATE by less than 1 KiB; eight more for each stream, because some clients give back every small answer at once.</summary>
    public int WindowUpdates { get; init; } = 2_000;

    /// <summary>Frames of unknown type; two more for each stream.</summary>
    public int Extensions { get; init; } = 500;

    /// <summary>CONTINUATION frames of one header block.</summary>
    public int Continuations { get; init; } = 32;

    /// <summary>Empty ones among them.</summary>
    public int EmptyContinuations { get; init; } = 8;

    /// <summary>Bytes of one header block, as it comes over the wire.</summary>
    public int HeaderBlockBytes { get; init; } = 128 * 1024;
}
