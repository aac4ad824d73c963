namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>What a frame is (RFC 9113 section 6).</summary>
internal enum FrameType : byte
{
    /// <summary>Part of a body.</summary>
    Data = 0,

    /// <summary>A header block, or its beginning.</summary>
    Headers = 1,

    /// <summary>Out of use.</summary>
    Priority = 2,

    /// <summary>The end of a stream before its time.</summary>
    ResetStream = 3,

    /// <summary>What a side wants, and that it has understood what the other wants.</summary>
    Settings = 4,

    /// <summary>An answer without a question.</summary>
    PushPromise = 5,

    /// <summary>Whether the other side is still there.</summary>
    Ping = 6,

    /// <summary>The connection takes no new streams.</summary>
    GoAway = 7,

    /// <summary>How much more may be sent.</summary>
    WindowUpdate = 8,

    /// <summary>More of a header block.</summary>
    Continuation = 9,
}
