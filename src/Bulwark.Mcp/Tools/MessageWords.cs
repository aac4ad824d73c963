namespace Bulwark.Mcp.Tools;

/// <summary>What the sender wrote.</summary>
/// <param name="Kind">The message type, such as <c>m.text</c>.</param>
/// <param name="Text">The text; a very long one is cut and ends in an ellipsis.</param>
internal sealed record MessageWords(string? Kind, string Text);
