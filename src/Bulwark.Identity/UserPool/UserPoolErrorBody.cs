using System.Text.Json.Serialization;

namespace Bulwark.Identity.UserPool;

/// <summary>The body of a refusal.</summary>
internal sealed record UserPoolErrorBody(
    [property: JsonPropertyName("__type")] string Type, [property: JsonPropertyName("message")] string Message);
