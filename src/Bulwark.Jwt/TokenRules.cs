namespace Bulwark.Jwt;

/// <summary>What a token must carry besides a good signature.</summary>
public sealed record TokenRules
{
    /// <summary>The exact <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The token's <c>aud</c> must have one of these. Empty: any audience or none is taken, and the caller checks for itself.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>How far clocks may differ when <c>exp</c> and <c>nbf</c> are checked.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.Zero;
}
