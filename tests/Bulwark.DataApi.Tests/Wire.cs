using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bulwark.DataApi.Tests;

/// <summary>Answers as they stand on the wire.</summary>
internal static class Wire
{
    /// <summary>JSON as the tier writes it.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer that is an error.</summary>
    public static string Error(string message, string path, string code) =>
        JsonSerializer.Serialize(new { errors = new[] { new { message, extensions = new { path, code } } } }, Options);

    /// <summary>An answer that says that the request does not fit the schema.</summary>
    public static string Invalid(string message, string path) => Error(message, path, "validation-failed");
}
