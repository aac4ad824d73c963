using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Protocol;

/// <summary>A 200 whose JSON has been written already, whole: an answer is never cut short by a fault while it is made.</summary>
internal sealed class JsonAnswer(ReadOnlyMemory<byte> json) : IResult
{
    // Clients read JSON, not HTML: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary><c>{}</c></summary>
    public static JsonAnswer Empty { get; } = new("{}"u8.ToArray());

    /// <summary>Writes an answer.</summary>
    public static JsonAnswer Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);

        return new JsonAnswer(buffer.WrittenMemory);
    }

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = json.Length;
        await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
    }
}
