using System.Text.Json.Serialization;

namespace Bulwark.Identity.Control;

/// <summary>The JSON of the identity tier's control routes, for the tier and for whoever calls it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(SetGroupsRequest))]
[JsonSerializable(typeof(SetPasswordRequest))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(UserListView))]
[JsonSerializable(typeof(MintTokenRequest))]
[JsonSerializable(typeof(MintedToken))]
public sealed partial class IdentityControlJson : JsonSerializerContext;
