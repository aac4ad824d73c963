using System.Text.Json.Serialization;

namespace Bulwark.Identity.Jwks;

[JsonSerializable(typeof(KeySet))]
[JsonSerializable(typeof(ProviderMetadata))]
internal sealed partial class JwksJson : JsonSerializerContext;
