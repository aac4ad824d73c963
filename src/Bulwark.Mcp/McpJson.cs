using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bulwark.Mcp.Authorization;
using Bulwark.Mcp.Exchange;
using Bulwark.Mcp.Http;
using Bulwark.Mcp.Matrix;
using Bulwark.Mcp.Tools;

namespace Bulwark.Mcp;

[JsonSerializable(typeof(ProtectedResourceMetadata))]
[JsonSerializable(typeof(JsonRpcRefusal))]
[JsonSerializable(typeof(ExchangeAnswer))]
[JsonSerializable(typeof(ExchangeRefusal))]
[JsonSerializable(typeof(MatrixErrorBody))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(JoinedRoomsAnswer))]
[JsonSerializable(typeof(RoomStateContent))]
[JsonSerializable(typeof(AliasAnswer))]
[JsonSerializable(typeof(MessagesAnswer))]
[JsonSerializable(typeof(TextMessage))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(RoomList))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(SentMessage))]
internal sealed partial class McpJson : JsonSerializerContext
{
    // Relaxed: the text goes into JSON alone, never into HTML, and models read letters better than escapes.
    public static McpJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
