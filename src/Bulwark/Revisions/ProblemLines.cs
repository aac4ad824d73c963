using System.Globalization;
using Bulwark.Core.Configuration;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>Turns what tiers say against a settings file into lines with file, line and path.</summary>
internal static class ProblemLines
{
    /// <summary>Shorter ones stand in a sentence by chance.</summary>
    private const int ShortestValue = 4;

    /// <summary>One line a problem; what several tiers say in the same words is told once.</summary>
    /// <param name="problems">What the tiers say.</param>
    /// <param name="declared">The file that the operator knows.</param>
    /// <param name="read">The file that the tiers have read: the same text under another name.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<TierProblem> problems, DeclaredSettings declared, string read) =>
        [.. problems.SelectMany(problem => problem.Message.Split('\n').Select(line => Line(problem.Tier, line, declared, read))).Distinct(StringComparer.Ordinal)];

    /// <summary>The setting that a problem begins with; null when it names none.</summary>
    public static string? PathOf(string message)
    {
        var first = message.Split(' ')[0];
        var section = first.Split('.', '[')[0];
        return SettingsJson.Default.BulwarkOptions.Properties.Any(property => property.Name == section) ? first : null;
    }

    /// <summary>True when a tier takes the setting at its next start: nothing is wrong with it.</summary>
    public static bool NeedsStart(string problem) =>
        problem.Contains("takes effect at a start", StringComparison.Ordinal) || problem.Contains("which needs a start", StringComparison.Ordinal);

    private static string Line(string tier, string message, DeclaredSettings declared, string read)
    {
        // It has all of this already, under the other name.
        if (message.StartsWith(read + ':', StringComparison.Ordinal))
            return declared.File + message[read.Length..];

        if (PathOf(message) is { } path)
            return string.Create(CultureInfo.InvariantCulture, $"{declared.File}:{declared.Settings.LineOf(new ConfigPath(path))}: {message}");

        var place = PathOfValueIn(message, tier, declared.Settings.Value) ?? TierSections.Of(tier);
        return string.Create(CultureInfo.InvariantCulture, $"{declared.File}:{declared.Settings.LineOf(new ConfigPath(place))}: {place}: {message}");
    }

    /// <summary>
    /// A tier that cannot use a file names the file, not the setting that names it: found here by its value, among what the settings say that is no default. The longest counts, for one
    /// value may be a part of another.
    /// </summary>
    private static string? PathOfValueIn(string message, string tier, BulwarkOptions declared) => SettingsDifference.Between(new BulwarkOptions(), declared)
        .Where(change => change.Section == TierSections.Of(tier))
        .SelectMany(change => Values(change.New).Select(value => (change.Path, Value: value)))
        .Where(entry => entry.Value.Length >= ShortestValue && message.Contains(entry.Value, StringComparison.Ordinal))
        .OrderByDescending(entry => entry.Value.Length)
        .Select(entry => entry.Path)
        .FirstOrDefault();

    private static IEnumerable<string> Values(string? value) => value is null ? [] : value.Trim('[', ']').Split(", ").Where(text => text.StartsWith('"')).Select(text => text.Trim('"'));
}
