namespace Bulwark.Identity.Tokens;

/// <summary>Why an access token is worth nothing.</summary>
internal enum AccessTokenFailure
{
    /// <summary>Not an access token of ours, or its user is gone.</summary>
    Invalid,

    /// <summary>Past its <c>exp</c>.</summary>
    Expired,

    /// <summary>Its login was signed out.</summary>
    Revoked,

    /// <summary>The operator has disabled its user.</summary>
    UserDisabled,
}
