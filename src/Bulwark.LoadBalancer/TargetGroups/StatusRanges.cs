using System.Globalization;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Statuses that a health check takes for good ones.</summary>
internal sealed class StatusRanges((int From, int To)[] ranges)
{
    /// <summary>The ranges of a text such as <c>200-299,404</c>; null when it is no such text.</summary>
    public static StatusRanges? Parse(string text)
    {
        var ranges = new List<(int, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var (from, to) = dash < 0 ? (Status(part), Status(part)) : (Status(part[..dash]), Status(part[(dash + 1)..]));
            if (from is null || to is null || from > to)
                return null;

            ranges.Add((from.Value, to.Value));
        }

        return new StatusRanges([.. ranges]);
    }

    /// <summary>True for a good status.</summary>
    public bool Contains(int status) => Array.Exists(ranges, range => status >= range.From && status <= range.To);

    private static int? Status(string text) =>
        text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599 ? status : null;
}
