using System.Globalization;
using Bulwark.Core.Configuration;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Running;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>
/// The settings that a start runs under. As a rule those that the settings file declares; the start is then the apply. Three things come before it: a revision that
/// nobody confirmed is never started from, a file that still holds what was rolled back does not bring it back, and a start never changes tiers that run already.
/// </summary>
/// <param name="Settings">What they are.</param>
/// <param name="Number">The number of their revision.</param>
/// <param name="Notices">Why it is not the file that counts, and how to go on.</param>
internal sealed record StartingRevision(SettingsResult<BulwarkOptions> Settings, int Number, IReadOnlyList<string> Notices)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Chooses the revision and writes down that it is in force.</summary>
    /// <exception cref="Core.OperatorException">The folder <c>revisions/</c> cannot be used.</exception>
    /// <exception cref="ConfigException">The revision that has to be used is invalid for this program.</exception>
    public static async Task<StartingRevision> ChooseAsync(
        DataDirectory data, DeclaredSettings declared, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = new RevisionFolder(data);
        using var held = await RevisionLock.AcquireAsync(folder, Patience, cancellationToken);
        var history = folder.Settle(held, time.GetUtcNow());
        var notices = new List<string>();
        if (history.ConfirmBy is not null)
        {
            notices.Add(string.Create(CultureInfo.InvariantCulture, $"Revision {history.InForce} was never confirmed, so it is rolled back."));
            history = folder.RollBack(held, history, RevisionCause.Start, time.GetUtcNow());
        }

        if (TryRead(folder, history.InForce) is { } inForce)
        {
            if (SettingsDifference.AreSame(inForce.Value, declared.Settings.Value))
                return new StartingRevision(declared.Settings, history.InForce, notices);

            var reason = WhyNotDeclared(folder, history, declared) ?? await TouchedAsync(data, inForce.Value, declared, cancellationToken);
            if (reason is not null)
                return new StartingRevision(inForce, history.InForce, [.. notices, $"{reason} This start uses revision {history.InForce}. {HowToGoOn(data, history.InForce)}"]);
        }

        return new StartingRevision(declared.Settings, Record(folder, held, history, declared, time), notices);
    }

    private static string? WhyNotDeclared(RevisionFolder folder, RevisionHistory history, DeclaredSettings declared) =>
        SettingsPlan.IsRolledBack(folder, history, declared) ? $"{declared.File} still says what was rolled back." : null;

    // A tier that runs elsewhere is not to be changed by the start of another one.
    private static async Task<string?> TouchedAsync(DataDirectory data, BulwarkOptions inForce, DeclaredSettings declared, CancellationToken cancellationToken)
    {
        var changes = SettingsDifference.Between(inForce, declared.Settings.Value);
        foreach (var tier in TierTable.Names)
        {
            var touched = changes.FirstOrDefault(change => TierSections.Concerns(tier, change.Section));
            if (touched is not null && await ControlClient.IsRunningAsync(data, tier, cancellationToken))
                return $"{declared.File} changes {touched.Path}, which the {tier} tier that runs already has to take over too.";
        }

        return null;
    }

    private static string HowToGoOn(DataDirectory data, int number) =>
        $"Put the file into force with: bulwark apply --data {data.Root} - or make the file match with: bulwark rollback {number} --write --data {data.Root}";

    private static SettingsResult<BulwarkOptions>? TryRead(RevisionFolder folder, int number)
    {
        if (number == 0 || !File.Exists(folder.PathOf(number)))
            return null;

        try
        {
            return SettingsReader.Read(folder.PathOf(number), SettingsJson.Default.BulwarkOptions);
        }
        catch (ConfigException)
        {
            // Written by another version of the program, whose settings this one does not know. It is equal to nothing.
            return null;
        }
    }

    private static int Record(RevisionFolder folder, RevisionLock held, RevisionHistory history, DeclaredSettings declared, TimeProvider time)
    {
        var number = history.Last + 1;
        folder.Write(held, number, declared.Text.Span);
        folder.Append(held, new RevisionEvent
        {
            Number = number,
            Step = RevisionStep.InForce,
            Cause = RevisionCause.Start,
            Time = time.GetUtcNow(),
            Other = history.InForce == 0 ? null : history.InForce,
            File = declared.File,
        });
        folder.Prune(held, folder.Read());
        return number;
    }
}
