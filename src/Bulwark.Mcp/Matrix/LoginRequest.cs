namespace Bulwark.Mcp.Matrix;

/// <summary><c>POST /login</c> with a token of the identity provider.</summary>
internal sealed record LoginRequest(string Token, string DeviceId)
{
    public string Type { get; } = "org.matrix.login.jwt";

    public string InitialDeviceDisplayName { get; } = "Chat tools (MCP)";
}
