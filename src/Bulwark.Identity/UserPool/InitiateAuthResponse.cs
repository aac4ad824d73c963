namespace Bulwark.Identity.UserPool;

/// <summary>What <c>InitiateAuth</c> answers. The challenge parameters are always empty: no flow here asks for more.</summary>
internal sealed record InitiateAuthResponse(AuthenticationResult AuthenticationResult)
{
    public IReadOnlyDictionary<string, string> ChallengeParameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
