namespace Bulwark.Mcp;

/// <summary>How long a call may take.</summary>
internal static class ToolDeadline
{
    /// <summary>A tool call as a whole, and each request that it makes.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
}
