using Microsoft.Extensions.Logging;

namespace Bulwark.Edge;

/// <summary>Event IDs 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Cache purged by user {UserId} in process {ProcessId}: {Count} answers dropped")]
    public static partial void CachePurged(ILogger logger, int userId, int processId, int count);

    [LoggerMessage(1001, LogLevel.Warning, "The edge shows a certificate of the instance's own public CA in place of the one of ACME: {Reason}")]
    public static partial void NoAcmeCertificate(ILogger logger, string reason);
}
