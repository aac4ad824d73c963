namespace Bulwark.Core.Configuration;

/// <summary>Settings that can be used.</summary>
/// <param name="Value">The root record.</param>
/// <param name="Warnings">Weaker choices that the operator has spelt out, each as <c>FILE:LINE: path message</c>.</param>
public sealed record SettingsResult<T>(T Value, IReadOnlyList<string> Warnings);
