using Bulwark.Core.Control;
using Bulwark.Identity.Control;
using Microsoft.Extensions.Logging;

namespace Bulwark.Identity;

/// <summary>Event IDs 5000 to 5999.</summary>
internal static partial class Log
{
    /// <summary>Every token that an operator has had made, and who asked.</summary>
    public static void TokenMinted(ILogger logger, MintedTokenRecord token, ControlPeer peer) =>
        TokenMinted(logger, token.UserName, token.ClientId, token.Use, token.JwtId, peer.UserId, peer.ProcessId);

    /// <summary>Every change of a user, and who asked.</summary>
    public static void UserChanged(ILogger logger, string userName, string change, ControlPeer peer) =>
        UserChanged(logger, userName, change, peer.UserId, peer.ProcessId);

    [LoggerMessage(5002, LogLevel.Information, "Login refused: {Reason}, request {RequestId}")]
    public static partial void LoginRefused(ILogger logger, string reason, string requestId);

    [LoggerMessage(5003, LogLevel.Warning, "Token exchange by client {ClientId} refused: {Reason}, request {RequestId}")]
    public static partial void ExchangeRefused(ILogger logger, string clientId, string reason, string requestId);

    [LoggerMessage(5000, LogLevel.Information,
        "Token minted for user {UserName}: client {ClientId}, use {TokenUse}, jti {JwtId}; asked for by uid {PeerUserId}, process {PeerProcessId}")]
    private static partial void TokenMinted(
        ILogger logger, string userName, string clientId, string tokenUse, string jwtId, int peerUserId, int peerProcessId);

    [LoggerMessage(5001, LogLevel.Information, "User {UserName} {Change}; asked for by uid {PeerUserId}, process {PeerProcessId}")]
    private static partial void UserChanged(ILogger logger, string userName, string change, int peerUserId, int peerProcessId);
}
