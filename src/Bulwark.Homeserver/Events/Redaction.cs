using System.Buffers;
using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>What a redaction leaves of an event, by the rules of room version 11.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/rooms/v11/#redactions"/>
internal static class Redaction
{
    private static readonly HashSet<string> KeptKeys = new(StringComparer.Ordinal)
    {
        "event_id", "type", "room_id", "sender", "state_key", "content", "hashes", "signatures", "depth", "prev_events", "auth_events", "origin_server_ts",
    };

    private static readonly Dictionary<string, string[]> KeptContent = new(StringComparer.Ordinal)
    {
        ["m.room.member"] = ["membership", "join_authorised_via_users_server"],
        ["m.room.join_rules"] = ["join_rule", "allow"],
        ["m.room.power_levels"] = ["ban", "events", "events_default", "invite", "kick", "redact", "state_default", "users", "users_default"],
        ["m.room.history_visibility"] = ["history_visibility"],
        ["m.room.redaction"] = ["redacts"],
    };

    /// <summary>The redacted form of a canonical event, canonical too.</summary>
    public static byte[] Apply(ReadOnlyMemory<byte> pdu)
    {
        using var document = JsonDocument.Parse(pdu);
        var root = document.RootElement;
        var type = root.GetProperty("type").GetString()!;
        var output = new ArrayBufferWriter<byte>(pdu.Length);
        WriteMembers(root.EnumerateObject().Where(member => KeptKeys.Contains(member.Name)), output, member =>
        {
            if (string.Equals(member.Name, "content", StringComparison.Ordinal))
                WriteContent(type, member.Value, output);
            else
                WriteCanonical(member.Value, output);
        });
        return output.WrittenSpan.ToArray();
    }

    private static void WriteContent(string type, JsonElement content, ArrayBufferWriter<byte> output)
    {
        if (string.Equals(type, EventTypes.Create, StringComparison.Ordinal))
        {
            WriteCanonical(content, output);
            return;
        }

        var kept = KeptContent.GetValueOrDefault(type, []);
        WriteMembers(
            content.EnumerateObject().Where(member => IsKept(type, kept, member)),
            output,
            member => WriteMember(member, output));
    }

    private static bool IsKept(string type, string[] kept, JsonProperty member) =>
        kept.Contains(member.Name, StringComparer.Ordinal) || IsInvitationSignature(type, member);

    // Of third_party_invite only "signed" is kept, and of a member event only.
    private static bool IsInvitationSignature(string type, JsonProperty member) =>
        string.Equals(type, EventTypes.Member, StringComparison.Ordinal) && member.NameEquals("third_party_invite"u8)
        && member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("signed", out _);

    private static void WriteMember(JsonProperty member, ArrayBufferWriter<byte> output)
    {
        if (!member.NameEquals("third_party_invite"u8))
        {
            WriteCanonical(member.Value, output);
            return;
        }

        output.Write("{\"signed\":"u8);
        WriteCanonical(member.Value.GetProperty("signed"), output);
        output.Write("}"u8);
    }

    // The input is canonical, so its keys are in order already.
    private static void WriteMembers(IEnumerable<JsonProperty> members, ArrayBufferWriter<byte> output, Action<JsonProperty> writeValue)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var member in members)
        {
            if (!first)
                output.Write(","u8);

            first = false;
            CanonicalJson.WriteString(member.Name, output);
            output.Write(":"u8);
            writeValue(member);
        }

        output.Write("}"u8);
    }

    private static void WriteCanonical(JsonElement value, ArrayBufferWriter<byte> output)
    {
        if (CanonicalJson.TryWrite(value, output) is { } problem)
            throw new InvalidDataException($"A stored event {problem}");
    }
}
