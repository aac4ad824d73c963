using System.Text.Json;
using System.Text.Json.Serialization;
using Bulwark.CommandLine.Pki;
using Bulwark.CommandLine.Waf;
using Bulwark.Pki;
using Bulwark.Proxy.Firewall.Replay;
using Bulwark.Revisions;
using Bulwark.Status;

namespace Bulwark.CommandLine;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(IReadOnlyList<CertificateState>))]
[JsonSerializable(typeof(PkiReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(SwapReport))]
[JsonSerializable(typeof(HistoryReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ReplayComparison))]
[JsonSerializable(typeof(IReadOnlyList<WafSample>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CommandLineJson : JsonSerializerContext;
