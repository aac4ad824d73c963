namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A value that a rule matched, in a line of the log: the log holds no values.</summary>
public sealed record LoggedVariable
{
    public required string Name { get; init; }

    /// <summary>Where in a JSON body it stands, when the name does not tell exactly.</summary>
    public string? Path { get; init; }

    /// <summary>Null for what may be a secret.</summary>
    public int? Length { get; init; }
}
