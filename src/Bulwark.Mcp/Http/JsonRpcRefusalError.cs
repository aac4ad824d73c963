namespace Bulwark.Mcp.Http;

/// <summary>Code and message of a <see cref="JsonRpcRefusal"/>.</summary>
internal sealed record JsonRpcRefusalError(int Code, string Message);
