using System.Text.Json;

namespace Bulwark.Mcp.Tools;

/// <summary>Reads what members wrote, which may be any JSON of any length.</summary>
internal static class OtherPeoplesText
{
    /// <summary>Longest text that goes into a result, in UTF-16 code units. Longer ones are cut.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>The text; null when the value is something else.</summary>
    public static string? Read(JsonElement value) => JsonText.Read(value) is { } text ? Cut(text) : null;

    /// <summary>The text under a key of an object; null when there is none.</summary>
    public static string? Read(JsonElement content, string key) =>
        content.ValueKind == JsonValueKind.Object && content.TryGetProperty(key, out var value) ? Read(value) : null;

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
            return text;

        // Not between the halves of a surrogate pair.
        return text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
    }
}
