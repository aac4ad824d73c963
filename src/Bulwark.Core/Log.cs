using Microsoft.Extensions.Logging;

namespace Bulwark.Core;

/// <summary>Event IDs 100 to 199.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Control connection refused: process {ProcessId} runs as user {UserId}")]
    public static partial void ControlPeerRefused(ILogger logger, int userId, int processId);

    [LoggerMessage(101, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string requestId);
}
