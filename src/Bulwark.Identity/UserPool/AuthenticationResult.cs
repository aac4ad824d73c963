namespace Bulwark.Identity.UserPool;

/// <summary>The tokens of a login.</summary>
internal sealed record AuthenticationResult
{
    public required string AccessToken { get; init; }

    /// <summary>Seconds that the access token is good for.</summary>
    public required int ExpiresIn { get; init; }

    public required string IdToken { get; init; }

    /// <summary>Absent after a refresh: the client keeps the one that it has.</summary>
    public string? RefreshToken { get; init; }

    public string TokenType { get; } = "Bearer";

    /// <summary>Never the tokens.</summary>
    public override string ToString() => "***";
}
