using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Protocol;

/// <summary>
/// Reads request bodies the way the client-server API wants: whatever the Content-Type says, a JSON object in UTF-8, with each key once, of
/// bounded size and depth.
/// </summary>
internal static class MatrixBody
{
    /// <summary>Largest body that is read, in bytes: an event of 65,536 bytes leaves room for escapes and white space.</summary>
    public const int MaxBytes = 256 * 1024;

    // Many readers, our own among them, stop at 64, and answers show what is read here some ten levels further in.
    private const int MaxDepth = 50;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>The body as a JSON object, or the refusal to answer with. An empty body is read as <c>{}</c> where the endpoint says so.</summary>
    public static async ValueTask<MatrixRead<JsonElement>> ReadObjectAsync(HttpContext context, bool emptyIsObject = false)
    {
        if (await ReadBytesAsync(context) is not { } bytes)
            return MatrixError.TooLarge("The body is too large.");

        if (bytes.Length == 0 && emptyIsObject)
            bytes = "{}"u8.ToArray();

        return ParseObject(bytes);
    }

    /// <summary>The body as a record, or the refusal to answer with.</summary>
    public static async ValueTask<MatrixRead<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, bool emptyIsObject = false)
    {
        var body = await ReadObjectAsync(context, emptyIsObject);
        return body.Refusal is { } refusal ? refusal : Bind(body.Value, type);
    }

    /// <summary>A JSON object from elsewhere in a request (a query parameter), under the same rules.</summary>
    public static MatrixRead<JsonElement> ParseObject(ReadOnlyMemory<byte> bytes)
    {
        // The parser takes strings as they are and would notice broken bytes only when somebody reads them.
        if (!Utf8.IsValid(bytes.Span))
            return MatrixError.NotJson();

        if (JsonEscapes.HaveLoneSurrogate(bytes.Span))
            return MatrixError.BadJson("The body has text that is not valid Unicode.");

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : MatrixError.NotJson();
        }
        catch (JsonException e)
        {
            return MatrixError.NotJson($"The body is not a JSON object in UTF-8: {e.Message}");
        }
    }

    /// <summary>A JSON object as a record, or the refusal to answer with.</summary>
    public static MatrixRead<T> Bind<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        try
        {
            return json.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            // The reader's message names the key.
            return MatrixError.BadJson(e.Message);
        }
    }

    private static async ValueTask<byte[]?> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
            return null;

        var buffer = new ArrayBufferWriter<byte>((int)(context.Request.ContentLength ?? 1024) + 1);
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.GetMemory(1), context.RequestAborted);
            if (read == 0)
                return buffer.WrittenSpan.ToArray();

            buffer.Advance(read);
            if (buffer.WrittenCount > MaxBytes)
                return null;
        }
    }
}
