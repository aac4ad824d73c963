namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>What is unusual about a multipart body: each is a variable, and most of them together are <c>MULTIPART_STRICT_ERROR</c>.</summary>
[Flags]
internal enum MultipartFlags
{
    None = 0,

    /// <summary>It could not be read to its end.</summary>
    Error = 1 << 0,
    BoundaryQuoted = 1 << 1,
    BoundaryWhitespace = 1 << 2,
    DataBefore = 1 << 3,
    DataAfter = 1 << 4,
    HeaderFolding = 1 << 5,
    LfLine = 1 << 6,
    MissingSemicolon = 1 << 7,
    InvalidQuoting = 1 << 8,
    InvalidPart = 1 << 9,
    InvalidHeaderFolding = 1 << 10,
    FileLimitExceeded = 1 << 11,

    /// <summary>A line ended in CR LF; an error only beside <see cref="LfLine"/>.</summary>
    CrlfLine = 1 << 12,

    /// <summary>All that strict parsing forbids.</summary>
    Strict = CrlfLine - 1,
}
