namespace Bulwark.Core.Usage;

/// <summary>The file with a tier's usage.</summary>
public sealed record UsageReport
{
    /// <summary>When the record began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What is known, by kind and name.</summary>
    public required IReadOnlyDictionary<string, UsageEntry> Entries { get; init; }
}
