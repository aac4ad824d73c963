using System.Security.Cryptography;
using System.Text.Json;
using Bulwark.Mcp.Authorization;
using Bulwark.Mcp.Matrix;
using ModelContextProtocol.Protocol;

namespace Bulwark.Mcp.Tools;

/// <summary><c>send_message</c>: a text message to a room, as the calling user.</summary>
internal sealed class SendMessageTool(ToolRunner runner, Chat chat) : ChatTool(runner, Description)
{
    private const int MaxTextBytes = 32 * 1024;
    private const int MaxTransactionBytes = 128;

    private static readonly Tool Description = new()
    {
        Name = "send_message",
        Title = "Send a message",
        Description = "Sends a text message to a chat room in the name of the signed-in user; everybody in the room sees it. With the same 'txn_id' a "
            + "call that is repeated sends nothing twice.",
        InputSchema = JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "room": { "type": "string", "description": "Room ID (!abc:example.org) or alias (#staff:example.org)" },
                "text": { "type": "string", "description": "Plain text, 32 KiB at most" },
                "txn_id": { "type": "string", "description": "A name for this message, chosen by you, that makes repeating the call safe" }
              },
              "required": ["room", "text"],
              "additionalProperties": false
            }
            """),
        OutputSchema = JsonElement.Parse("""
            {
              "type": "object",
              "properties": { "room_id": { "type": "string" }, "event_id": { "type": "string" } },
              "required": ["room_id", "event_id"]
            }
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = false, IdempotentHint = false, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> ActAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var room = arguments.Required("room", Chat.MaxRoomBytes);
        var text = arguments.Required("text", MaxTextBytes);
        var transaction = arguments.Optional("txn_id", MaxTransactionBytes);
        if (arguments.Problem is { } problem)
            return ToolResult.Refuse(problem);

        var found = await chat.FindRoomAsync(caller, room, cancellationToken);
        if (found.Value is not { } roomId)
            return ToolResult.Refuse(found.Refusal!);

        var body = JsonSerializer.SerializeToUtf8Bytes(new TextMessage(text), McpJson.Wire.TextMessage);
        var request = MatrixRequest.Send(roomId, TransactionId(transaction), body);
        var sent = await chat.AskAsync(caller, request, McpJson.Wire.SendAnswer, cancellationToken);
        return sent.Value is { } answer
            ? ToolResult.Of(new SentMessage(roomId, answer.EventId), McpJson.Wire.SentMessage)
            : ToolResult.Refuse(sent.ToAnswer().Refusal!);
    }

    // With a prefix, so that no name chosen by a client is a dot segment of the path or one of ours.
    private static string TransactionId(string? chosen) =>
        chosen is { Length: > 0 } ? $"mcp.c.{chosen}" : $"mcp.r.{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
}
