namespace Bulwark.Identity.UserPool;

/// <summary>What <c>GetUser</c> and <c>GlobalSignOut</c> take.</summary>
internal sealed record AccessTokenRequest
{
    public string? AccessToken { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => "***";
}
