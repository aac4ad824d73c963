using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulwark.Core.Configuration;

/// <summary>
/// A length of time in the settings: a whole number and its unit, <c>"250ms"</c>, <c>"5s"</c>, <c>"2m"</c>, <c>"24h"</c> or <c>"7d"</c>. There is no other way to
/// write one, so nobody has to know whether <c>"00:05"</c> is minutes or hours.
/// </summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    /// <summary>No setting means more; a larger number is a slip of the pen, and would overflow timers.</summary>
    private const long LongestMilliseconds = 3650L * Day;

    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Longest first, so that a value is written with the fewest digits; <c>ms</c> comes before <c>s</c> in reading.</summary>
    private static readonly (string Name, long Milliseconds)[] Units = [("d", Day), ("h", Hour), ("m", Minute), ("ms", 1), ("s", Second)];

    /// <summary>The text of a length of time, in its largest whole unit.</summary>
    public static string Format(TimeSpan value)
    {
        var milliseconds = (long)value.TotalMilliseconds;
        var (name, size) = milliseconds == 0
            ? ("s", Second)
            : Units.Where(unit => milliseconds % unit.Milliseconds == 0).MaxBy(unit => unit.Milliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / size}{name}");
    }

    /// <inheritdoc />
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var value) ? value : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    internal static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        foreach (var (name, size) in Units)
        {
            if (!text.EndsWith(name, StringComparison.Ordinal))
                continue;

            if (!long.TryParse(text.AsSpan(0, text.Length - name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > LongestMilliseconds / size)
            {
                return false;
            }

            value = TimeSpan.FromMilliseconds(number * size);
            return true;
        }

        return false;
    }
}
