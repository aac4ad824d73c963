namespace Bulwark.Proxy.Http2;

/// <summary>What a peer sends far more of than any honest one has use for.</summary>
internal enum Http2Flood
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Streams that are opened and reset, or that our server is made to reset (CVE-2023-44487, CVE-2025-8671).</summary>
    Resets,

    /// <summary>PING: each wants an answer.</summary>
    Pings,

    /// <summary>SETTINGS: each wants an acknowledgement.</summary>
    Settings,

    /// <summary>DATA without a byte that does not end its stream.</summary>
    EmptyData,

    /// <summary>A header block in too many pieces, or too large a one (CVE-2024-27316).</summary>
    Continuations,

    /// <summary>PRIORITY, which nobody heeds any more.</summary>
    Priorities,

    /// <summary>WINDOW_UPDATE by a few bytes at a time.</summary>
    WindowUpdates,

    /// <summary>Frames of types that we do not know.</summary>
    Extensions,
}
