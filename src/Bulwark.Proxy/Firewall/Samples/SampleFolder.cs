using System.Globalization;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>The files of samples in <c>log/</c>: <c>waf-samples.TIER.TIME.sealed</c>. The time at which one was begun is part of its name, so that no copying makes it younger.</summary>
internal static class SampleFolder
{
    /// <summary>How long a sample is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const string Stamp = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>The folder.</summary>
    public static string Of(DataDirectory data) => Path.Combine(data.Root, "log");

    /// <summary>The name of a file that a tier begins now.</summary>
    public static string NewFile(DataDirectory data, string tier, DateTimeOffset now) =>
        Path.Combine(Of(data), $"waf-samples.{tier}.{now.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture)}.sealed");

    /// <summary>The files, the oldest first; with a tier those that it has written.</summary>
    public static IReadOnlyList<string> Files(DataDirectory data, string tier = "*") =>
        Directory.Exists(Of(data)) ? [.. Directory.GetFiles(Of(data), $"waf-samples.{tier}.*.sealed").OrderBy(BegunAt)] : [];

    /// <summary>When a file was begun. Of one that somebody has renamed, when it was last written.</summary>
    public static DateTimeOffset BegunAt(string file) =>
        DateTimeOffset.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(file)).TrimStart('.'), Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
}
