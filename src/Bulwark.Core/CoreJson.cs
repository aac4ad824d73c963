using System.Text.Json.Serialization;
using Bulwark.Core.Control;

namespace Bulwark.Core;

[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(TierHealth))]
internal sealed partial class CoreJson : JsonSerializerContext;
