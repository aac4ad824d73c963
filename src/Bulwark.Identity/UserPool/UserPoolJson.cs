using System.Text.Json.Serialization;

namespace Bulwark.Identity.UserPool;

// Members that we do not know are passed over, as AWS does: its SDKs send more than we use. A doubled one is refused.
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(InitiateAuthRequest))]
[JsonSerializable(typeof(InitiateAuthResponse))]
[JsonSerializable(typeof(AccessTokenRequest))]
[JsonSerializable(typeof(GetUserResponse))]
[JsonSerializable(typeof(RevokeTokenRequest))]
[JsonSerializable(typeof(UserPoolErrorBody))]
internal sealed partial class UserPoolJson : JsonSerializerContext;
