namespace Bulwark.Identity.Tokens;

/// <summary>A token as it goes out.</summary>
internal sealed record IssuedToken(string Text, string JwtId, DateTimeOffset ExpiresAt)
{
    /// <summary>Never the token itself.</summary>
    public override string ToString() => JwtId;
}
