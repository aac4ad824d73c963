namespace Bulwark.Proxy.Limits;

/// <summary>Why a connection was closed at once.</summary>
internal enum ConnectionRefusal
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>There are as many as the server takes.</summary>
    Total,

    /// <summary>Its address has as many as one may have.</summary>
    Address,

    /// <summary>It was the oldest of too many handshakes under way.</summary>
    Handshakes,
}
