using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp;

/// <summary>Event IDs 6000 to 6999.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Information, "Tool {Tool} was called by {UserId} through {ClientId}: {Result} (request {RequestId})")]
    public static partial void ToolCalled(ILogger logger, string tool, string userId, string clientId, ToolOutcome result, string requestId);

    [LoggerMessage(6001, LogLevel.Information, "Token refused: {Reason} (request {RequestId})")]
    public static partial void TokenRefused(ILogger logger, string reason, string requestId);

    [LoggerMessage(6002, LogLevel.Warning, "Tool {Tool} could not reach what it needs (request {RequestId})")]
    public static partial void ToolUnavailable(ILogger logger, Exception exception, string tool, string requestId);

    [LoggerMessage(6003, LogLevel.Information, "Origin {Origin} refused (request {RequestId})")]
    public static partial void OriginRefused(ILogger logger, string origin, string requestId);
}
