namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address as a header names it. A request without the header does not match.</summary>
/// <remarks>Clients can write such headers as they like: only of use behind a proxy that sets it.</remarks>
public sealed record ForwardedAddressOptions
{
    /// <summary>The name of the header. Default: <c>X-Forwarded-For</c>.</summary>
    public string Header { get; set; } = "X-Forwarded-For";

    /// <summary>What a header that holds no address at that position means. Default: <c>noMatch</c>.</summary>
    public FallbackBehavior Fallback { get; set; } = FallbackBehavior.NoMatch;

    /// <summary>Which of several addresses. Default: the first.</summary>
    public ForwardedPosition Position { get; set; } = ForwardedPosition.First;
}
