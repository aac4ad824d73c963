namespace Bulwark.Mcp.Tests.Fakes;

/// <summary>A request as a fake tier received it.</summary>
internal sealed record SeenRequest(string Method, string Target, string? Authorization, string? RequestId, string Body)
{
    public string Route => $"{Method} {Target}";
}
