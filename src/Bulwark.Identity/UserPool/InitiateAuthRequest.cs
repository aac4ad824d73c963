namespace Bulwark.Identity.UserPool;

/// <summary>What <c>InitiateAuth</c> takes.</summary>
internal sealed record InitiateAuthRequest
{
    public string? AuthFlow { get; init; }

    public string? ClientId { get; init; }

    public Dictionary<string, string?>? AuthParameters { get; init; }

    /// <summary>A parameter; null when it is missing or empty.</summary>
    public string? Parameter(string name) => AuthParameters?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Never the parameters: a password is among them.</summary>
    public override string ToString() => AuthFlow ?? "";
}
