using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bulwark.CommandLine;

/// <summary>An option whose value is a time: <c>30s</c>, <c>15m</c>, <c>1h</c>, and <c>30d</c> where more than a day makes sense.</summary>
internal static class TimeOption
{
    /// <summary>The longest time of an option that takes days.</summary>
    public static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="longest">The longest that it takes; null: a day.</param>
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan? longest = null) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = result => Parse(name, result, longest ?? OneDay) };

    private static TimeSpan? Parse(string name, ArgumentResult result, TimeSpan longest)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length > 1 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (seconds > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= longest.TotalSeconds / seconds)
            return TimeSpan.FromSeconds((long)count * seconds);

        result.AddError($"{name} '{text}' is not a time such as {(longest > OneDay ? "12h or 30d" : "30s, 15m or 1h")}.");
        return null;
    }
}
