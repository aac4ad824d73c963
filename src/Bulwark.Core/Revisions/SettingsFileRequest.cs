namespace Bulwark.Core.Revisions;

/// <summary>Body of <c>POST /settings/check</c>.</summary>
public sealed record SettingsFileRequest
{
    /// <summary>Full path of the settings file.</summary>
    public required string File { get; init; }
}
