using Microsoft.Extensions.Logging;

namespace Bulwark.Core;

/// <summary>Event IDs 100 to 199.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Control connection refused: process {ProcessId} runs as user {UserId}")]
    public static partial void ControlPeerRefused(ILogger logger, int userId, int processId);

    [LoggerMessage(101, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(102, LogLevel.Information, "{Tier}: settings of revision {Revision} are in force, before them those of revision {Previous}; asked by user {UserId}, process {ProcessId}")]
    public static partial void RevisionInForce(ILogger logger, string tier, int revision, int previous, int userId, int processId);

    [LoggerMessage(103, LogLevel.Information, "{Tier}: settings of revision {Revision} are in force, as the history of revisions says; before them those of revision {Previous}")]
    public static partial void RevisionFollowed(ILogger logger, string tier, int revision, int previous);

    [LoggerMessage(104, LogLevel.Error, "{Tier}: stays on revision {Revision} although revision {Wanted} is in force: {Reason}")]
    public static partial void RevisionNotFollowed(ILogger logger, string tier, int revision, int wanted, string reason);

    [LoggerMessage(105, LogLevel.Warning, "Revision {Revision} was not confirmed in time: revision {Previous} is in force again")]
    public static partial void RevisionNotConfirmed(ILogger logger, int revision, int previous);

    [LoggerMessage(106, LogLevel.Warning, "{Tier}: revision {Revision} was prepared and never put into force; dropped")]
    public static partial void PreparedRevisionDropped(ILogger logger, string tier, int revision);

    [LoggerMessage(107, LogLevel.Warning, "{Tier}: when its parts were last used could not be written down: {Reason}")]
    public static partial void UsageNotKept(ILogger logger, string tier, string reason);

    [LoggerMessage(108, LogLevel.Error, "In-memory session to {Link} refused, because its peer could not be judged: {Reason}; {Suppressed} more before")]
    public static partial void LinkSessionFailed(ILogger logger, Exception exception, string link, string reason, int suppressed);

    [LoggerMessage(120, LogLevel.Information, "Certificates, trust stores and revocation lists were read again for user {UserId} (process {ProcessId})")]
    public static partial void Reloaded(ILogger logger, int? userId, int? processId);

    [LoggerMessage(121, LogLevel.Error, "Certificates were not read again for user {UserId} (process {ProcessId}), those before stay in force: {Reason}")]
    public static partial void ReloadRefused(ILogger logger, int? userId, int? processId, string reason);
}
