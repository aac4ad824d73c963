using System.Text.Json.Serialization;

namespace Bulwark.Identity.Tokens;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IdTokenClaims))]
[JsonSerializable(typeof(AccessTokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;
