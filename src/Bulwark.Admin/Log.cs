using System.Net;
using Bulwark.Core.Control;
using Bulwark.Pki;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin;

/// <summary>Event IDs 7000 to 7999.</summary>
internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Information, "Admin request by {Visitor}: {Method} {Path} was answered with {Status} (request {RequestId})")]
    public static partial void Answered(ILogger logger, string visitor, string method, string path, int status, string requestId);

    [LoggerMessage(7001, LogLevel.Warning, "Admin connection from {ClientAddress} refused: {Reason} (certificate of {CommonName})")]
    public static partial void ConnectionRefused(ILogger logger, EndPoint? clientAddress, ClientCertificateReason reason, string? commonName);

    [LoggerMessage(7002, LogLevel.Information, "One-time link {LinkId} made for {Peer}")]
    public static partial void LinkMade(ILogger logger, string linkId, ControlPeer peer);

    [LoggerMessage(7003, LogLevel.Information, "One-time link {LinkId} redeemed: session {SessionId} begins (request {RequestId})")]
    public static partial void LinkRedeemed(ILogger logger, string linkId, string sessionId, string requestId);

    [LoggerMessage(7004, LogLevel.Information, "Session {SessionId} ended by its user")]
    public static partial void SignedOut(ILogger logger, string sessionId);
}
