using Bulwark.Jwt;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver;

/// <summary>Event IDs 3000 to 3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "A write could not be committed: {Reason}")]
    public static partial void CommitFailed(ILogger logger, Exception exception, string reason);

    [LoggerMessage(3001, LogLevel.Critical, "A committed write could not be shown to memory; what it concerns is read from disk again")]
    public static partial void PublishFailed(ILogger logger, Exception exception);

    [LoggerMessage(3010, LogLevel.Information, "{UserId} logged in on device {DeviceId}")]
    public static partial void LoggedIn(ILogger logger, string userId, string deviceId);

    [LoggerMessage(3011, LogLevel.Warning, "Login {RequestId} refused: {Reason}")]
    public static partial void LoginRefused(ILogger logger, string requestId, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Login {RequestId} refused: the token is not believed ({Failure})")]
    public static partial void TokenRefused(ILogger logger, string requestId, JwtFailure failure);

    [LoggerMessage(3013, LogLevel.Warning, "A spent refresh token of {UserId} came back; device {DeviceId} is logged out, since one of its two holders is not the user")]
    public static partial void RefreshTokenReused(ILogger logger, string userId, string deviceId);

    [LoggerMessage(3014, LogLevel.Warning, "The first use of an access token of {UserId} could not be written down; its predecessor stays usable until the next use")]
    public static partial void ConfirmFailed(ILogger logger, Exception exception, string userId);

    [LoggerMessage(3020, LogLevel.Information, "Provisioned room {Alias} created as {RoomId}")]
    public static partial void RoomProvisioned(ILogger logger, string alias, string roomId);

    [LoggerMessage(3021, LogLevel.Information, "{UserId} now has membership {Membership} in {RoomId}, by group")]
    public static partial void MembershipReconciled(ILogger logger, string userId, string membership, string roomId);
}
