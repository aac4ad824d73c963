using System.Text.Json.Serialization;
using Bulwark.Core.Control;

namespace Bulwark.Core;

[JsonSerializable(typeof(ControlError))]
internal sealed partial class CoreJson : JsonSerializerContext;
