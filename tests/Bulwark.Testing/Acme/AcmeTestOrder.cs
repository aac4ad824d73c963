namespace Bulwark.Testing.Acme;

/// <summary>An order at the stand-in, with one authorization and one challenge of each type a name.</summary>
public sealed class AcmeTestOrder
{
    public required int Number { get; init; }

    public required string Account { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    public required string? Replaces { get; init; }

    public string Status { get; set; } = "pending";

    public IDictionary<string, string> AuthorizationStatus { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IDictionary<string, string> ChallengeError { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IDictionary<string, string> Tokens { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? Chain { get; set; }
}
