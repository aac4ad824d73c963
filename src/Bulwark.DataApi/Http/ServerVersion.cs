using System.Text.Json.Serialization;

namespace Bulwark.DataApi.Http;

/// <summary>The answer of <c>/v1/version</c>.</summary>
internal sealed record ServerVersion(
    [property: JsonPropertyName("server_type")] string ServerType,
    [property: JsonPropertyName("version")] string Version);
