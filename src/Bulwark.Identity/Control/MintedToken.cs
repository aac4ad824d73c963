namespace Bulwark.Identity.Control;

/// <summary>Answer of <c>POST /tokens</c>.</summary>
public sealed record MintedToken(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => "***";
}
