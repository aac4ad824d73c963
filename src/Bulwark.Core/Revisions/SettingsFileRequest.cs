namespace Bulwark.Core.Revisions;

/// <summary>Body of <c>POST /settings/check</c>.</summary>
/// <param name="File">Full path of the settings file.</param>
public sealed record SettingsFileRequest(string File);
