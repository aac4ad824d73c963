namespace Bulwark.Homeserver.Login;

/// <summary>Who a token says logs in.</summary>
/// <param name="UserId">The Matrix user.</param>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">The issuer's own unchanging name of the user.</param>
/// <param name="Groups">The user's groups when it was said.</param>
/// <param name="IssuedAt">When it was said (<c>iat</c>), in Unix seconds; 0 when the token does not tell.</param>
internal sealed record LoginIdentity(string UserId, string Issuer, string Subject, IReadOnlyList<string> Groups, long IssuedAt);
