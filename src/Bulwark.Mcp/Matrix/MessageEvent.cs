using System.Text.Json;

namespace Bulwark.Mcp.Matrix;

/// <summary>An event of a room. Its content is the sender's and may be anything.</summary>
internal sealed record MessageEvent(string EventId, string Sender, string Type, long OriginServerTs, JsonElement Content);
