namespace Bulwark.Core.Configuration;

/// <summary>Settings that can be used.</summary>
/// <param name="Value">The root record.</param>
/// <param name="Warnings">Weaker choices that the operator has spelt out, each as <c>FILE:LINE: path message</c>.</param>
public sealed record SettingsResult<T>(T Value, IReadOnlyList<string> Warnings)
{
    /// <summary>The line where a setting stands, counted from 1; for one that the file leaves out, the line of the nearest thing around it.</summary>
    public Func<ConfigPath, int> LineOf { get; init; } = _ => 1;
}
