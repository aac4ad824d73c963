using Bulwark.Mcp.Authorization;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Bulwark.Mcp.Tools;

/// <summary>A tool that acts in the chat as the calling user: what it says of itself, and what it does with checked arguments.</summary>
internal abstract class ChatTool(ToolRunner runner, Tool description) : McpServerTool
{
    /// <inheritdoc />
    public sealed override Tool ProtocolTool => description;

    /// <inheritdoc />
    public sealed override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc />
    public sealed override ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var arguments = new ToolArguments(request.Params?.Arguments);
        return runner.RunAsync(description.Name, (caller, cancelled) => ActAsync(caller, arguments, cancelled), cancellationToken);
    }

    /// <summary>Does what the tool is for, or refuses in words that the caller can act on.</summary>
    protected abstract Task<CallToolResult> ActAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken);
}
