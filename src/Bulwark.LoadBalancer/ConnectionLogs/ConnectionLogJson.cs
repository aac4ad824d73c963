using System.Text.Json.Serialization;

namespace Bulwark.LoadBalancer.ConnectionLogs;

[JsonSerializable(typeof(ConnectionLine))]
internal sealed partial class ConnectionLogJson : JsonSerializerContext;
