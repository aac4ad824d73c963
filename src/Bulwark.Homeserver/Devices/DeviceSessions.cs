using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Streams;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Devices;

/// <summary>Makes and ends the sessions of devices.</summary>
internal sealed class DeviceSessions(EventLog eventLog, Sessions sessions, HomeserverOptions options, TimeProvider time, ILogger<DeviceSessions> log)
{
    /// <summary>Logs a device in; its earlier tokens end.</summary>
    public async Task<TokenGrant> LogInAsync(string userId, string deviceId, string? displayName, bool refreshable)
    {
        var grant = TokenGrant.Create(refreshable, options.RefreshableAccessTokenSeconds);
        await eventLog.WriteAsync(
            transaction =>
            {
                SessionRows.CreateDevice(transaction, userId, deviceId, displayName, Now(), options.MaxDevicesPerUser);
                SessionRows.InsertTokens(transaction, userId, deviceId, grant, Now());
                return true;
            },
            (_, batch) => Forget(userId, batch));
        return grant;
    }

    /// <summary>Trades a refresh token; null when it is not good.</summary>
    public async Task<TokenGrant?> RefreshAsync(string refreshToken)
    {
        var grant = TokenGrant.Create(refreshable: true, options.RefreshableAccessTokenSeconds);
        var result = await eventLog.WriteAsync(
            transaction => SessionRows.Refresh(transaction, refreshToken, grant, Now()),
            (result, batch) => Forget(result.UserId, batch));
        if (result.Verdict == RefreshVerdict.Reused)
            Log.RefreshTokenReused(log, result.UserId, result.DeviceId);

        return result.Verdict == RefreshVerdict.Granted ? grant : null;
    }

    /// <summary>Ends a device and its tokens.</summary>
    public Task LogOutAsync(string userId, string deviceId) => eventLog.WriteAsync(
        transaction =>
        {
            SessionRows.DeleteDevice(transaction, userId, deviceId);
            return true;
        },
        (_, batch) => Forget(userId, batch));

    /// <summary>Ends all devices of a user.</summary>
    public Task LogOutAllAsync(string userId) => eventLog.WriteAsync(
        transaction =>
        {
            SessionRows.DeleteAllDevices(transaction, userId);
            return true;
        },
        (_, batch) => Forget(userId, batch));

    // Waiting requests are woken, so that those whose session has ended end too.
    private void Forget(string userId, StreamBatch batch)
    {
        sessions.Forget(userId);
        batch.Users.Add(userId);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
