namespace Bulwark.Identity.Authorization;

/// <summary>What the token endpoint answers (RFC 6749 section 5.1, RFC 8693 section 2.2.1).</summary>
internal sealed record TokenResponse
{
    public required string AccessToken { get; init; }

    public string? IdToken { get; init; }

    /// <summary>What <see cref="AccessToken"/> really is, after an exchange.</summary>
    public string? IssuedTokenType { get; init; }

    public required string TokenType { get; init; }

    /// <summary>Seconds.</summary>
    public required int ExpiresIn { get; init; }

    /// <summary>Never the tokens.</summary>
    public override string ToString() => "***";
}
