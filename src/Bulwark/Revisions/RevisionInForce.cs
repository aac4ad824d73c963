using System.Globalization;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>
/// The settings by which a verb acts on an instance now. Those in force count, not a file that somebody is half-way through editing: a certificate has to be revoked and a key exchanged
/// whatever that file says. The file counts as long as nothing was ever in force.
/// </summary>
/// <param name="Settings">What they are.</param>
/// <param name="Source">What they were read from: <c>revision 3</c>, or the settings file.</param>
/// <param name="Notice">For the operator: why it is not what the settings file says; null when both say the same.</param>
internal sealed record RevisionInForce(BulwarkOptions Settings, string Source, string? Notice)
{
    /// <summary>Reads them; changes nothing.</summary>
    /// <param name="data">The instance.</param>
    /// <param name="file">The settings file, when it is not the usual one.</param>
    /// <param name="time">The clock: a trial may have ended.</param>
    /// <exception cref="ConfigException">Nothing can be said to be in force, and the settings file is invalid.</exception>
    public static RevisionInForce Read(DataDirectory data, string? file, TimeProvider time)
    {
        var folder = new RevisionFolder(data);
        try
        {
            var history = folder.Read();
            if (history.IntendedAt(time.GetUtcNow())?.Number is not { } number)
                return OfFile(data, file, notice: null);

            var settings = SettingsReader.Read(folder.PathOf(number), SettingsJson.Default.BulwarkOptions).Value;
            var source = string.Create(CultureInfo.InvariantCulture, $"revision {number}");
            return new RevisionInForce(settings, source, Difference(settings, source, data, file ?? history.FileOf(number)));
        }
        catch (Exception e) when (e is OperatorException or ConfigException or IOException or UnauthorizedAccessException)
        {
            return OfFile(data, file, $"Going by the settings file, because the revision in force cannot be read: {FirstLine(e.Message)}");
        }
    }

    private static RevisionInForce OfFile(DataDirectory data, string? file, string? notice)
    {
        var declared = SettingsFile.ReadDeclared(data, file);
        return new RevisionInForce(declared.Settings.Value, declared.File, notice);
    }

    private static string? Difference(BulwarkOptions inForce, string source, DataDirectory data, string? file)
    {
        try
        {
            var declared = SettingsFile.ReadDeclared(data, file);
            return SettingsDifference.AreSame(inForce, declared.Settings.Value) ? null : $"Going by {source}, which is in force; {declared.File} differs from it.";
        }
        catch (ConfigException e)
        {
            return $"Going by {source}, which is in force; the settings file cannot be used: {FirstLine(e.Message)}";
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
