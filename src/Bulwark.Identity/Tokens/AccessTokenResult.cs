namespace Bulwark.Identity.Tokens;

/// <summary>What became of an access token: the token, or why not.</summary>
internal readonly record struct AccessTokenResult(AccessToken? Token, AccessTokenFailure? Failure);
