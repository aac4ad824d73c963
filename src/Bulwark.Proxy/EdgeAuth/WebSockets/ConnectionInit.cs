using System.Text.Json;
using Bulwark.Core.Json;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>The message <c>connection_init</c>: <c>{"type": "connection_init", "payload": {"headers": {"Authorization": "Bearer ..."}}}</c>, or with <c>Authorization</c> in the payload itself.</summary>
internal static class ConnectionInit
{
    private const int MaxDepth = 16;
    private const string Authorization = "Authorization";

    /// <summary>Reads the message. False when it is something else, or could be read in two ways.</summary>
    /// <param name="message">The text of the first message.</param>
    /// <param name="authorization">The value of <c>Authorization</c>; null when there is none.</param>
    public static bool TryRead(ReadOnlyMemory<byte> message, out string? authorization)
    {
        authorization = null;
        if (StrictJson.Read(message, MaxDepth) is not { ValueKind: JsonValueKind.Object } root || !HasType(root))
            return false;

        if (!root.TryGetProperty("payload", out var payload) || payload.ValueKind == JsonValueKind.Null)
            return true;

        if (payload.ValueKind != JsonValueKind.Object || !TryFind(payload, ref authorization))
            return false;

        if (!payload.TryGetProperty("headers", out var headers) || headers.ValueKind == JsonValueKind.Null)
            return true;

        return headers.ValueKind == JsonValueKind.Object && TryFind(headers, ref authorization);
    }

    private static bool HasType(JsonElement root) =>
        root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("connection_init");

    /// <summary>Looks for the header in any case. Two different values are two readings, and refused.</summary>
    private static bool TryFind(JsonElement fields, ref string? authorization)
    {
        foreach (var field in fields.EnumerateObject())
        {
            if (!field.Name.Equals(Authorization, StringComparison.OrdinalIgnoreCase))
                continue;

            if (field.Value.ValueKind != JsonValueKind.String)
                return false;

            var value = field.Value.GetString();
            if (authorization is not null && authorization != value)
                return false;

            authorization = value;
        }

        return true;
    }
}
