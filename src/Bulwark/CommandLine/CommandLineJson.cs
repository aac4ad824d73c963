using System.Text.Json.Serialization;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(SwapReport))]
[JsonSerializable(typeof(HistoryReport))]
internal sealed partial class CommandLineJson : JsonSerializerContext;
