using System.Net;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer;

/// <summary>Event IDs 2000 to 2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "Connection of {ClientAddress} to listener {Listener} refused: {Reason}, certificate of '{CommonName}', SHA-256 {Fingerprint}; {Suppressed} more of the kind before")]
    public static partial void ConnectionRefused(
        ILogger logger, EndPoint? clientAddress, string listener, ClientCertificateReason reason, string? commonName, string? fingerprint, int suppressed);

    [LoggerMessage(2001, LogLevel.Warning, "{Suppressed} more connections to listener {Listener} refused: {Reason}, certificate with SHA-256 {Fingerprint}")]
    public static partial void RefusalsSuppressed(ILogger logger, int suppressed, string listener, ClientCertificateReason reason, string? fingerprint);

    [LoggerMessage(2002, LogLevel.Warning, "Listener {Listener} let {ClientAddress} in, whom 'verify' would refuse: {Reason}, certificate of '{CommonName}', SHA-256 {Fingerprint}; further ones are counted in the audit record")]
    public static partial void WouldBeRefused(
        ILogger logger, EndPoint? clientAddress, string listener, ClientCertificateReason reason, string? commonName, string? fingerprint);

    [LoggerMessage(2003, LogLevel.Warning, "Lock of listener {Listener} set from {Before} to {Mode} by user {UserId}, process {ProcessId}: {Ending} open connections have to end; took {Milliseconds} ms")]
    public static partial void LockFlipped(
        ILogger logger, string listener, MutualTlsMode before, MutualTlsMode mode, int userId, int processId, int ending, double milliseconds);

    [LoggerMessage(2004, LogLevel.Warning, "Lock of listener {Listener} not set to {Mode}, as user {UserId}, process {ProcessId} asked: {Reason}")]
    public static partial void FlipRefused(ILogger logger, string listener, MutualTlsMode mode, int userId, int processId, string reason);

    [LoggerMessage(2005, LogLevel.Error, "The connection log {File} cannot be written: {Detail}. {Lost} lines are lost so far")]
    public static partial void ConnectionLogFailed(ILogger logger, string file, string detail, long lost);

    [LoggerMessage(2006, LogLevel.Error, "An open connection of listener {Listener} from {Remote} cannot be judged again and is cut")]
    public static partial void ConnectionNotJudged(ILogger logger, Exception exception, string listener, EndPoint? remote);

    [LoggerMessage(2100, LogLevel.Warning, "Target {Address} of target group {TargetGroup} is left alone for {Duration}: {Reason}")]
    public static partial void TargetEjected(ILogger logger, string address, string targetGroup, TimeSpan duration, string reason);

    [LoggerMessage(2101, LogLevel.Information, "Target {Address} of target group {TargetGroup} gets requests again")]
    public static partial void TargetReturned(ILogger logger, string address, string targetGroup);

    [LoggerMessage(2102, LogLevel.Warning, "Target {Address} of target group {TargetGroup} is unhealthy: {Reason}")]
    public static partial void TargetUnhealthy(ILogger logger, string address, string targetGroup, string reason);

    [LoggerMessage(2103, LogLevel.Information, "Target {Address} of target group {TargetGroup} is healthy")]
    public static partial void TargetHealthy(ILogger logger, string address, string targetGroup);

    [LoggerMessage(2104, LogLevel.Error, "No target of target group {TargetGroup} is well: requests go to all of them")]
    public static partial void GroupFailsOpen(ILogger logger, string targetGroup);

    [LoggerMessage(2105, LogLevel.Information, "Target group {TargetGroup} has a healthy target again")]
    public static partial void GroupRecovered(ILogger logger, string targetGroup);

    [LoggerMessage(2106, LogLevel.Warning, "Target {Address} of target group {TargetGroup} is drained, by user {UserId}, process {ProcessId}")]
    public static partial void TargetDrained(ILogger logger, string address, string targetGroup, int userId, int processId);

    [LoggerMessage(2107, LogLevel.Warning, "Target {Address} of target group {TargetGroup} is no longer drained, by user {UserId}, process {ProcessId}")]
    public static partial void TargetUndrained(ILogger logger, string address, string targetGroup, int userId, int processId);
}
