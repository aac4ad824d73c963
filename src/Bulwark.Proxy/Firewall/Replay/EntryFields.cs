using System.Text.Json;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Reads the fields of an entry and says of which entry a field is wrong. What a field holds stands in no message.</summary>
/// <param name="number">The entry's place in the file.</param>
internal sealed class EntryFields(long number)
{
    public JsonElement Object(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value))
            throw Missing(name);

        return value.ValueKind == JsonValueKind.Object ? value : throw Wrong(name, "is not an object");
    }

    /// <returns>Null when it is missing.</returns>
    public string? Text(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw Wrong(name, "is not in an object");

        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;

        return value.ValueKind == JsonValueKind.String ? TextOf(value) : throw Wrong(name, "is not a text");
    }

    public byte[] Base64(string text, string name)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw Wrong(name, "is not base64");
        }
    }

    /// <summary>The text of a string. One with half a surrogate pair has none that UTF-8 could write; its JSON stands for it.</summary>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }

    public RecordingException Missing(string name) => Wrong(name, "is missing");

    public RecordingException Wrong(string name, string how) => new($"request {number}: '{name}' {how}");
}
