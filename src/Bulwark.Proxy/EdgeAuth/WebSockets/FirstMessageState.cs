namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>How far the first message of a client has come.</summary>
internal enum FirstMessageState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>The client closes, or has closed.</summary>
    Closed,

    /// <summary>Not what a client may send (RFC 6455), or not text.</summary>
    Broken,

    /// <summary>Longer than is taken.</summary>
    TooLarge,
}
