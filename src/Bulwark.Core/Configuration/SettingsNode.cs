using System.Text.Json;

namespace Bulwark.Core.Configuration;

/// <summary>A value of the settings file with the place where it stands.</summary>
internal sealed class SettingsNode(JsonValueKind kind, ReadOnlyMemory<byte> json, int line)
{
    public JsonValueKind Kind { get; } = kind;

    /// <summary>The value as written. Of use for single values; objects and lists still have their comments inside.</summary>
    public ReadOnlyMemory<byte> Json { get; internal set; } = json;

    /// <summary>Counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The keys of an object in the order of the file, doubled ones included.</summary>
    public List<(string Key, int Line, SettingsNode Value)> Properties { get; } = [];

    /// <summary>The elements of a list.</summary>
    public List<SettingsNode> Elements { get; } = [];

    /// <summary>Writes the value without comments.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (key, _, value) in Properties)
                {
                    writer.WritePropertyName(key);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in Elements)
                    element.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(Json.Span);
                break;
        }
    }
}
