using System.Text.Json.Serialization;

namespace Bulwark.LoadBalancer.TargetGroups;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetGroupsReport))]
[JsonSerializable(typeof(TargetReport))]
internal sealed partial class TargetGroupsJson : JsonSerializerContext;
