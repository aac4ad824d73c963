namespace Bulwark.Jwt;

/// <summary>What became of a token: the verified claims, or why not.</summary>
public readonly record struct JwtResult(VerifiedToken? Token, JwtFailure? Failure)
{
    internal static JwtResult Fail(JwtFailure failure) => new(null, failure);
}
