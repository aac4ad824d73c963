namespace Bulwark.Edge.Compression;

/// <summary>A content coding (RFC 9110 section 8.4.1).</summary>
internal enum Coding
{
    /// <summary>None.</summary>
    Identity,

    /// <summary><c>gzip</c>.</summary>
    Gzip,

    /// <summary><c>br</c> (RFC 7932).</summary>
    Brotli,
}
