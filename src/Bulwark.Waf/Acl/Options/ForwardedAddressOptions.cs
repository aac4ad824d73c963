namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address as a header names it. A request without the header does not match.</summary>
/// <remarks>Clients can write such headers as they like: only of use behind a proxy that sets it.</remarks>
public sealed record ForwardedAddressOptions
{
    public string Header { get; init; } = "X-Forwarded-For";

    /// <summary>What a header that holds no address at that position means.</summary>
    public FallbackBehavior Fallback { get; init; } = FallbackBehavior.NoMatch;

    /// <summary>Which of several addresses.</summary>
    public ForwardedPosition Position { get; init; } = ForwardedPosition.First;
}
