using System.Text.Json.Serialization;

namespace Bulwark.CommandLine;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CommandLineJson : JsonSerializerContext;
