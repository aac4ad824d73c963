using System.Text.Json.Serialization;

namespace Bulwark.LoadBalancer.MutualTls;

[JsonSerializable(typeof(ConnectionLine))]
internal sealed partial class ConnectionLogJson : JsonSerializerContext;
