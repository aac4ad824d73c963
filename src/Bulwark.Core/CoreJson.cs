using System.Text.Json.Serialization;
using Bulwark.Core.Control;

namespace Bulwark.Core;

[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(TierHealth))]
[JsonSerializable(typeof(ReloadReport))]
internal sealed partial class CoreJson : JsonSerializerContext;
