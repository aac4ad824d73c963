using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Identity.UserPool;

/// <summary>Reads the JSON of an operation, whatever the content type says.</summary>
internal static class UserPoolBody
{
    /// <summary>The request; null when the body is no JSON of its shape.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        // Spares the parser, and us its exception, what plainly is no object.
        if (body.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return null;

        try
        {
            return JsonSerializer.Deserialize(body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
