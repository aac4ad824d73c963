using System.Text.Json.Serialization;

namespace Bulwark.Pki.Acme.Protocol;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AcmeAccount))]
[JsonSerializable(typeof(AcmeAuthorization))]
[JsonSerializable(typeof(AcmeChallenge))]
[JsonSerializable(typeof(AcmeDirectory))]
[JsonSerializable(typeof(AcmeFinalize))]
[JsonSerializable(typeof(AcmeNewOrder))]
[JsonSerializable(typeof(AcmeNothing))]
[JsonSerializable(typeof(AcmeOrder))]
[JsonSerializable(typeof(AcmeProblem))]
[JsonSerializable(typeof(JsonWebKey))]
[JsonSerializable(typeof(JsonWebSignature))]
[JsonSerializable(typeof(JwsHeader))]
[JsonSerializable(typeof(RenewalInfo))]
internal sealed partial class AcmeJson : JsonSerializerContext;
