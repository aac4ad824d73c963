using System.Buffers;
using System.Text.Json;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.PushRules;

/// <summary>The rules that say what notifies a user: the specification's own, which every user has.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#predefined-rules"/>
internal static class DefaultPushRules
{
    /// <summary>The type of account data under which <c>/sync</c> shows them.</summary>
    public const string AccountDataType = "m.push_rules";

    private static readonly JsonDocument Rules = Load();

    /// <summary>Writes <c>{"global": {...}}</c> for a user.</summary>
    public static void Write(Utf8JsonWriter writer, string userId)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("global"u8);
        WriteGlobal(writer, userId);
        writer.WriteEndObject();
    }

    /// <summary>Writes the rule set alone.</summary>
    public static void WriteGlobal(Utf8JsonWriter writer, string userId) => WriteFor(writer, Rules.RootElement, userId);

    /// <summary>The rules as account data.</summary>
    public static AccountDataItem ToAccountData(string userId)
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, userId);

        return new AccountDataItem(userId, RoomId: "", AccountDataType, buffer.WrittenMemory);
    }

    private static void WriteFor(Utf8JsonWriter writer, JsonElement value, string userId)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WriteFor(writer, member.Value, userId);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteFor(writer, item, userId);

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Fill(value.GetString()!, userId));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Fill(string text, string userId) => text switch
    {
        "{userId}" => userId,
        "{localpart}" => UserId.Localpart(userId),
        _ => text,
    };

    private static JsonDocument Load()
    {
        using var stream = typeof(DefaultPushRules).Assembly.GetManifestResourceStream("Bulwark.Homeserver.PushRules.default-rules.json")!;
        return JsonDocument.Parse(stream);
    }
}
