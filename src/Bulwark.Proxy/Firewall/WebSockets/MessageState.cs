namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>What came of looking at bytes of a client.</summary>
internal enum MessageState
{
    /// <summary>As far as they go, they are in order.</summary>
    Good,

    /// <summary>They are no frames of a client (RFC 6455 section 5).</summary>
    Broken,

    /// <summary>A message is longer than what is inspected.</summary>
    TooLarge,

    /// <summary>No memory is left to hold the message in.</summary>
    NoRoom,

    /// <summary>The client holds as much memory as one may.</summary>
    NoShare,

    /// <summary>A message has begun and does not end.</summary>
    Slow,

    /// <summary>The rules refuse a message.</summary>
    Refused,
}
