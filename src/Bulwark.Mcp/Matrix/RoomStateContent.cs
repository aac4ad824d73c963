using System.Text.Json;

namespace Bulwark.Mcp.Matrix;

/// <summary>What we read of the state events <c>m.room.name</c>, <c>m.room.topic</c> and <c>m.room.canonical_alias</c>. Members write them, so each may be anything.</summary>
internal sealed record RoomStateContent(JsonElement Name = default, JsonElement Topic = default, JsonElement Alias = default);
