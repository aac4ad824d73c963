using System.Globalization;
using Bulwark.Core.Configuration;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>Turns what tiers say against a settings file into lines with file, line and path.</summary>
internal static class ProblemLines
{
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

    private static string Line(string tier, string message, DeclaredSettings declared, string read)
    {
        // It has all of this already, under the other name.
        if (message.StartsWith(read + ':', StringComparison.Ordinal))
            return declared.File + message[read.Length..];

        var path = PathOf(message);
        var line = declared.Settings.LineOf(new ConfigPath(path ?? TierSections.Of(tier)));
        return string.Create(CultureInfo.InvariantCulture, $"{declared.File}:{line}: {(path is null ? $"{TierSections.Of(tier)}: " : "")}{message}");
    }
}
