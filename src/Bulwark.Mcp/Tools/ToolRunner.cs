using System.Text.Json;
using Bulwark.Mcp.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace Bulwark.Mcp.Tools;

/// <summary>What surrounds every tool call: the caller, the deadline, the log, and a sentence when something that the tool needs is down.</summary>
internal sealed class ToolRunner(IHttpContextAccessor http, TimeProvider time, ILogger<ToolRunner> log)
{
    /// <summary>Runs a tool as the caller of the current request.</summary>
    public async ValueTask<CallToolResult> RunAsync(
        string tool, Func<Caller, CancellationToken, Task<CallToolResult>> call, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        using var deadline = new CancellationTokenSource(ToolDeadline.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var result = await call(caller, both.Token);
            Report(tool, caller, result.IsError == true ? ToolOutcome.Refused : ToolOutcome.Done);
            return result;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.ToolUnavailable(log, e, tool, caller.RequestId);
            Report(tool, caller, ToolOutcome.Unavailable);
            return ToolResult.Refuse("The chat server cannot be reached right now. Try again later.");
        }
    }

    private void Report(string tool, Caller caller, ToolOutcome outcome) =>
        Log.ToolCalled(log, tool, caller.UserId, caller.ClientId, outcome, caller.RequestId);
}
