using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>What <c>apply</c> would do. Changes nothing.</summary>
internal static class SettingsPlan
{
    /// <summary>Compares the revision in force with the settings file, and asks the running tiers what they could take.</summary>
    /// <exception cref="ConfigException">The settings file is invalid.</exception>
    /// <exception cref="Core.OperatorException">Nothing was ever started, or the history cannot be read.</exception>
    public static async Task<PlanReport> CreateAsync(DataDirectory data, string? file, TimeProvider time, CancellationToken cancellationToken)
    {
        SettingsExchange.RequireHistory(data);
        var folder = new RevisionFolder(data);
        var history = folder.Read();
        var number = history.IntendedAt(time.GetUtcNow())!.Number;
        var declared = SettingsFile.ReadDeclared(data, file ?? history.FileOf(history.InForce));
        var inForce = SettingsReader.Read(folder.PathOf(number), SettingsJson.Default.BulwarkOptions).Value;
        var changes = SettingsDifference.Between(inForce, declared.Settings.Value);

        var swap = await RevisionSwap.FindAsync(data, cancellationToken);
        var problems = changes.Count > 0 && File.Exists(declared.File)
            ? ProblemLines.Of(await swap.CheckAsync(declared.File, cancellationToken), declared, declared.File)
            : [];
        var hindered = problems.Select(problem => Setting(problem, declared.File)).OfType<string>().Select(path => new ConfigPath(path)).ToList();
        return new PlanReport(
            declared.File,
            number,
            [.. changes.Select(change => change with { NeedsStart = swap.Tiers.Count == 0 || hindered.Exists(new ConfigPath(change.Path).IsWithin) })],
            problems,
            declared.Settings.Warnings,
            changes.Count > 0 && IsRolledBack(folder, history, declared))
        {
            IsRunning = swap.Tiers.Count > 0,
            ConfirmBy = number == history.InForce ? history.ConfirmBy : null,
        };
    }

    /// <summary>True when the file says what the newest revision says, which was rolled back.</summary>
    public static bool IsRolledBack(RevisionFolder folder, RevisionHistory history, DeclaredSettings declared)
    {
        var newest = history.Events.LastOrDefault(step => step.Step == RevisionStep.InForce && step.Cause != RevisionCause.Rollback)?.Number ?? 0;
        if (!history.IsRolledBack(newest) || !File.Exists(folder.PathOf(newest)))
            return false;

        try
        {
            return SettingsDifference.AreSame(SettingsReader.Read(folder.PathOf(newest), SettingsJson.Default.BulwarkOptions).Value, declared.Settings.Value);
        }
        catch (ConfigException)
        {
            // Written for another version of the program: equal to nothing.
            return false;
        }
    }

    // FILE:LINE: path message
    private static string? Setting(string problem, string file) =>
        problem.StartsWith(file + ':', StringComparison.Ordinal) && problem.IndexOf(": ", file.Length + 1, StringComparison.Ordinal) is var at and > 0
            ? ProblemLines.PathOf(problem[(at + 2)..])
            : null;
}
