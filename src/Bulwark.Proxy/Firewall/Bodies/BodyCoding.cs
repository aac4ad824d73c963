namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>The one coding that a body is in (RFC 9110 section 8.4).</summary>
internal enum BodyCoding
{
    /// <summary>As it is.</summary>
    None,

    Gzip,

    /// <summary>The zlib format (RFC 1950).</summary>
    Deflate,

    Brotli,

    /// <summary>Anything else, or several on top of each other.</summary>
    Unknown,
}
