using System.Text.Json;
using Bulwark.Core.Hosting;

namespace Bulwark.Core.Usage;

/// <summary>Where a tier's usage is kept: <c>log/TIER.usage.json</c>. Losing it costs nothing but the memory of it.</summary>
public static class UsageFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The file of a tier.</summary>
    public static string PathOf(DataDirectory data, string tier) => Path.Combine(data.Root, "log", $"{tier}.usage.json");

    /// <summary>What is known; null: nothing yet, or nothing that can be read.</summary>
    public static UsageReport? Read(DataDirectory data, string tier)
    {
        var path = PathOf(data, tier);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), UsageJson.Default.UsageReport) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Puts the new report in the place of the old one.</summary>
    /// <exception cref="OperatorException">The folder cannot be written.</exception>
    public static void Write(DataDirectory data, string tier, UsageReport report)
    {
        var path = PathOf(data, tier);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The folder of {path} cannot be made: {e.Message}", e);
        }

        PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(report, UsageJson.Default.UsageReport));
    }
}
