using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;

namespace Bulwark.Mcp.Tools;

/// <summary>The two ends of a tool call.</summary>
internal static class ToolResult
{
    /// <summary>Done: the value as structured content, and the same as text for clients that know no structure.</summary>
    public static CallToolResult Of<T>(T value, JsonTypeInfo<T> type) => new()
    {
        StructuredContent = JsonSerializer.SerializeToElement(value, type),
        Content = [new TextContentBlock { Text = JsonSerializer.Serialize(value, type) }],
    };

    /// <summary>Not done, and why: a result that the model sees and can act on, not an error of the protocol.</summary>
    public static CallToolResult Refuse(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };
}
