namespace Bulwark.DataApi.Metadata;

/// <summary>How a column is compared with one value.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,

    /// <summary>Matches a pattern in which <c>%</c> is any text and <c>_</c> any character, with case.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, without case.</summary>
    LikeIgnoringCase,
}
