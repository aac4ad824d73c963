namespace Bulwark.Proxy.EdgeAuth;

/// <summary>What edge auth found.</summary>
internal enum EdgeAuthResult
{
    /// <summary>A good token, made for this path.</summary>
    Allowed,

    /// <summary>No token.</summary>
    Missing,

    /// <summary>Something in its place that is none: another scheme, two of them, a first message that is no <c>connection_init</c>.</summary>
    Malformed,

    /// <summary>A token that is not to be believed.</summary>
    Invalid,

    /// <summary>A token to be believed that was made for something else.</summary>
    Forbidden,

    /// <summary>The issuer's keys cannot be had, so nothing can be believed.</summary>
    Unavailable,
}
