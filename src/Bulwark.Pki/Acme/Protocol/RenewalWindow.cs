namespace Bulwark.Pki.Acme.Protocol;

/// <summary>Any moment of it is right.</summary>
internal sealed record RenewalWindow
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }
}
