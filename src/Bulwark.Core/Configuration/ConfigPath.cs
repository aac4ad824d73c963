using System.Globalization;

namespace Bulwark.Core.Configuration;

/// <summary>A place in the settings file, as an operator would write it: <c>edge.origin.url</c>, <c>hosts[0]</c>.</summary>
public readonly record struct ConfigPath(string Text)
{
    /// <summary>The whole file.</summary>
    public static ConfigPath Root { get; } = new("");

    /// <summary>A key below this place.</summary>
    public ConfigPath this[string key] => new(Text.Length == 0 ? key : $"{Text}.{key}");

    /// <summary>An element of the list at this place, counted from 0.</summary>
    public ConfigPath this[int index] => new(string.Create(CultureInfo.InvariantCulture, $"{Text}[{index}]"));

    /// <summary>True for the same place and for anything below it.</summary>
    public bool IsWithin(ConfigPath other) =>
        Text == other.Text || other.Text.Length == 0 || Text.StartsWith(other.Text + '.', StringComparison.Ordinal) || Text.StartsWith(other.Text + '[', StringComparison.Ordinal);

    /// <summary>A problem at this place. The message goes on where the path ends: <c>"is missing: ..."</c>.</summary>
    public ConfigError Error(string message) => new(this, message);

    /// <summary>A choice that is allowed and that an operator should know to be the weaker one.</summary>
    public ConfigError Warning(string message) => new(this, message) { IsWarning = true };

    /// <inheritdoc />
    public override string ToString() => Text;
}
