namespace Bulwark.Mcp.Http;

/// <summary>A JSON-RPC error response that belongs to no request, as the transport wants it for a request that is not let in.</summary>
internal sealed record JsonRpcRefusal(JsonRpcRefusalError Error)
{
    public string Jsonrpc { get; } = "2.0";
}
