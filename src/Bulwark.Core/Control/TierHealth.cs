using System.Text.Json.Serialization;

namespace Bulwark.Core.Control;

/// <summary>The answer to <c>GET /health</c> on a control socket.</summary>
/// <param name="Status"><c>ok</c>: the tier accepts connections.</param>
public sealed record TierHealth([property: JsonPropertyName("status")] string Status);
