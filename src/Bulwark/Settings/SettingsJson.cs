using System.Text.Json.Serialization;

namespace Bulwark.Settings;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BulwarkOptions))]
internal sealed partial class SettingsJson : JsonSerializerContext;
