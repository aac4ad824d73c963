using System.Net;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy;

/// <summary>Event IDs 500 to 599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "Request {RequestId} could not be forwarded to {Target}: {Reason} ({Detail})")]
    public static partial void ForwardingFailed(ILogger logger, string requestId, string target, ForwarderError reason, string? detail);

    [LoggerMessage(510, LogLevel.Warning, "HTTP/2 connection of {ClientAddress} ended: too much of {Kind}; {Count} such connections since the last report")]
    public static partial void Http2Flood(ILogger logger, EndPoint? clientAddress, Http2.Http2Flood kind, int count);

    [LoggerMessage(511, LogLevel.Warning, "Connection of {ClientAddress} closed: too many ({Reason}); {Count} such connections since the last report")]
    public static partial void ConnectionsRefused(ILogger logger, IPAddress clientAddress, Limits.ConnectionRefusal reason, int count);

    [LoggerMessage(512, LogLevel.Warning, "Connection of {ClientAddress} ended: it takes its answers too slowly; {Count} such connections since the last report")]
    public static partial void SlowReader(ILogger logger, IPAddress clientAddress, int count);

    [LoggerMessage(513, LogLevel.Warning, "Too many handshakes are under way, {ClientAddress} began the last one: the oldest give way; {Count} have since the last report")]
    public static partial void HandshakesPushedOut(ILogger logger, IPAddress clientAddress, int count);

    [LoggerMessage(520, LogLevel.Warning, "Rate limits are counted by this instance alone, because of Redis: {Reason}")]
    public static partial void CountsNotShared(ILogger logger, string reason);

    [LoggerMessage(521, LogLevel.Information, "Rate limits are counted together with the other instances")]
    public static partial void CountsShared(ILogger logger);

    [LoggerMessage(530, LogLevel.Error, "A connection of the firewall failed")]
    public static partial void ServedConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(531, LogLevel.Error, "The firewall failed on request {RequestId}")]
    public static partial void FirewallFailed(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(532, LogLevel.Warning, "Firewall group {Group}: {Mode} now, was {Before}; set by user {UserId}, process {ProcessId}")]
    public static partial void FirewallModeSet(ILogger logger, string group, Firewall.FirewallMode before, Firewall.FirewallMode mode, int userId, int processId);

    [LoggerMessage(533, LogLevel.Error, "The firewall's log {File} cannot be written: {Reason} {Lost} lines are lost so far")]
    public static partial void FirewallLogFailed(ILogger logger, string file, string reason, long lost);

    [LoggerMessage(534, LogLevel.Warning, "Firewall group {Group} blocks for {Percent} % of the clients now, before for {Before} %; asked by user {UserId}, process {ProcessId}")]
    public static partial void FirewallPromoted(ILogger logger, string group, int percent, int before, int userId, int processId);

    [LoggerMessage(535, LogLevel.Warning, "Firewall group {Group}: its promotion, which was at {Percent} % of the clients, has ended: {Reason}")]
    public static partial void FirewallPromotionEnded(ILogger logger, string group, int percent, string reason);

    [LoggerMessage(536, LogLevel.Warning, "The promotions of the firewall's groups and the history of revisions may differ: {Reason}")]
    public static partial void FirewallPromotionNotKept(ILogger logger, string reason);

    [LoggerMessage(537, LogLevel.Error, "The log of decisions cannot be written: {Reason} Requests are refused with 503 until it can")]
    public static partial void ServedLogFailed(ILogger logger, string reason);

    [LoggerMessage(538, LogLevel.Information, "The log of decisions can be written again; {Count} requests were refused meanwhile")]
    public static partial void ServedLogWorks(ILogger logger, long count);

    [LoggerMessage(539, LogLevel.Error, "The log of decisions ended with {Count} lines that could not be written")]
    public static partial void ServedLinesLost(ILogger logger, int count);

    [LoggerMessage(548, LogLevel.Error, "Samples of the firewall cannot be kept in {Folder}: {Reason}")]
    public static partial void SamplesFailed(ILogger logger, string folder, string reason);

    [LoggerMessage(549, LogLevel.Error, "Samples of the firewall that are over cannot be deleted from {Folder}: {Reason}")]
    public static partial void SampleSweepFailed(ILogger logger, string folder, string reason);
}
