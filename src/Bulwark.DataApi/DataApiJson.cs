using System.Text.Json.Serialization;
using Bulwark.DataApi.Http;

namespace Bulwark.DataApi;

[JsonSerializable(typeof(ServerVersion))]
[JsonSerializable(typeof(RouteError))]
internal sealed partial class DataApiJson : JsonSerializerContext;
