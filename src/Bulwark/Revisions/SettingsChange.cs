namespace Bulwark.Revisions;

/// <summary>One setting that differs.</summary>
/// <param name="Path">Where it stands in the file: <c>edge.origin.sslMode</c>.</param>
/// <param name="Old">Its value as JSON before; null when it has none.</param>
/// <param name="New">Its value as JSON after; null when it has none.</param>
internal sealed record SettingsChange(string Path, string? Old, string? New)
{
    /// <summary>The section or the single setting at the top of the file.</summary>
    public string Section => Path.Split('.', '[')[0];

    /// <summary>True when it becomes another value at the next start only.</summary>
    public bool NeedsStart { get; init; }
}
