namespace Bulwark.Mcp.Matrix;

/// <summary>Content of an <c>m.room.message</c> of type <c>m.text</c>.</summary>
internal sealed record TextMessage(string Body)
{
    public string Msgtype { get; } = "m.text";
}
