namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>Why a stream or a connection ends (RFC 9113 section 7).</summary>
internal enum Http2Error
{
    /// <summary>Nothing went wrong.</summary>
    None = 0,

    /// <summary>The other side does what the protocol does not have.</summary>
    Protocol = 1,

    /// <summary>It sends more than it may.</summary>
    FlowControl = 3,

    /// <summary>A frame has a size that it cannot have.</summary>
    FrameSize = 6,

    /// <summary>The stream was not looked at, so that the request may be sent again.</summary>
    RefusedStream = 7,

    /// <summary>Nobody needs the stream any more.</summary>
    Cancel = 8,

    /// <summary>A header block cannot be read.</summary>
    Compression = 9,

    /// <summary>The other side makes too much work.</summary>
    EnhanceYourCalm = 11,
}
