using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bulwark.CommandLine;

/// <summary>An option whose value is a time up to a day: <c>30s</c>, <c>15m</c>, <c>1h</c>.</summary>
internal static class TimeOption
{
    private const int Longest = 86_400;

    public static Option<TimeSpan?> Create(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = result => Parse(name, result) };

    private static TimeSpan? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length > 1 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= Longest)
            return TimeSpan.FromSeconds((long)count * seconds);

        result.AddError($"{name} '{text}' is not a time such as 30s, 15m or 1h.");
        return null;
    }
}
