using System.Text.Json;
using Bulwark.Core.Configuration;
using Bulwark.Settings;

namespace Bulwark.Revisions;

/// <summary>
/// Compares what settings mean, not how they are written: a default that is spelt out is no difference, and neither is a comment.
/// </summary>
internal static class SettingsDifference
{
    /// <summary>The settings that differ, by path: in the order of the first, then what only the second has.</summary>
    public static IReadOnlyList<SettingsChange> Between(BulwarkOptions old, BulwarkOptions @new)
    {
        var before = ValuesOf(old);
        var after = ValuesOf(@new);
        var changed = before.Where(value => after.GetValueOrDefault(value.Key) != value.Value)
            .Select(value => new SettingsChange(value.Key, value.Value, after.GetValueOrDefault(value.Key)));
        var added = after.Where(value => !before.ContainsKey(value.Key)).Select(value => new SettingsChange(value.Key, null, value.Value));
        return [.. changed, .. added];
    }

    /// <summary>True when a file says the same as a revision.</summary>
    public static bool AreSame(BulwarkOptions one, BulwarkOptions other) => Between(one, other).Count == 0;

    private static OrderedDictionary<string, string> ValuesOf(BulwarkOptions options)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(values, ConfigPath.Root, JsonSerializer.SerializeToElement(options, SettingsJson.Default.BulwarkOptions));
        return values;
    }

    private static void Add(OrderedDictionary<string, string> values, ConfigPath at, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object when at.Text.Length == 0 || value.EnumerateObject().Any():
                foreach (var property in value.EnumerateObject())
                    Add(values, at[property.Name], property.Value);
                break;

            // A list of single values reads better as a whole.
            case JsonValueKind.Array when value.EnumerateArray().Any(element => element.ValueKind == JsonValueKind.Object):
                var index = 0;
                foreach (var element in value.EnumerateArray())
                    Add(values, at[index++], element);
                break;
            default:
                values[at.Text] = Text(value);
                break;
        }
    }

    // The serializer escapes for web pages; an operator reads this on a terminal.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        _ => value.GetRawText(),
    };
}
