using System.Text.Json.Serialization;
using Bulwark.Admin.Api;
using Bulwark.Admin.Control;
using Bulwark.Core.Control;

namespace Bulwark.Admin;

/// <summary>The JSON of the admin tier: its control route, its API, and what it reads from other tiers' control sockets.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdminLink))]
[JsonSerializable(typeof(InstanceStatus))]
[JsonSerializable(typeof(TierHealth))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(RoomList))]
public sealed partial class AdminJson : JsonSerializerContext;
