using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace Bulwark.Mcp.Tools;

/// <summary>Every tool that the server offers.</summary>
internal static class ToolTable
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<McpServerTool, ListRoomsTool>();
        services.AddSingleton<McpServerTool, ReadMessagesTool>();
        services.AddSingleton<McpServerTool, SendMessageTool>();
    }
}
