namespace Bulwark.Identity.Control;

/// <summary>Body of <c>POST /tokens</c>.</summary>
public sealed record MintTokenRequest
{
    /// <summary>Whose token. A user who is not there is made, without a password.</summary>
    public required string User { get; init; }

    /// <summary>Become the user's groups, and no others; null leaves them.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The client that the token is for; null: the default client.</summary>
    public string? Client { get; init; }

    /// <summary><c>id</c> or <c>access</c>; null: <c>id</c>.</summary>
    public string? Use { get; init; }

    /// <summary>The one resource that may take an access token (its <c>aud</c>): an absolute URI.</summary>
    public string? Resource { get; init; }

    /// <summary>1 second to 24 hours; null: what the client's settings say.</summary>
    public int? TtlSeconds { get; init; }
}
