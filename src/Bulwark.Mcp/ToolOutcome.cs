namespace Bulwark.Mcp;

/// <summary>What became of a tool call, for the log.</summary>
internal enum ToolOutcome
{
    Done,
    Refused,
    Unavailable,
}
