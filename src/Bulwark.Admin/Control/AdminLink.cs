namespace Bulwark.Admin.Control;

/// <summary>Answer of <c>POST /links</c> on the control socket.</summary>
/// <param name="Url">The link. Whoever opens it first has the console.</param>
/// <param name="ExpiresAt">Until when it can be redeemed.</param>
public sealed record AdminLink(string Url, DateTimeOffset ExpiresAt)
{
    /// <summary>Never the link itself.</summary>
    public override string ToString() => "***";
}
