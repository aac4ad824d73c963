namespace Bulwark.Mcp.Matrix;

/// <summary>What a login gives.</summary>
internal sealed record LoginAnswer(string UserId, string AccessToken);
