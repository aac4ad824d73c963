namespace Bulwark.Identity.UserPool;

/// <summary>What <c>RevokeToken</c> takes.</summary>
internal sealed record RevokeTokenRequest
{
    public string? Token { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>Never the token or the secret.</summary>
    public override string ToString() => ClientId ?? "";
}
