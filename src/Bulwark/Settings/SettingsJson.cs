using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Settings;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(DurationConverter)])]
[JsonSerializable(typeof(BulwarkOptions))]
internal sealed partial class SettingsJson : JsonSerializerContext;
