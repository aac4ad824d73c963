using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Profile;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Provisioning;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Login;

/// <summary><c>POST /_matrix/client/v3/login</c>, only for ID tokens of the identity provider (<c>org.matrix.login.jwt</c>).</summary>
internal sealed class LoginEndpoint(LoginTokens tokens, Users users, GroupRooms groupRooms, Devices.DeviceSessions sessions, ILogger<LoginEndpoint> log)
{
    /// <summary>The one login type.</summary>
    public const string JwtType = "org.matrix.login.jwt";

    private const int MaxDeviceTextLength = 255;

    public async ValueTask<IResult> HandleAsync(HttpContext context, RouteValues values)
    {
        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.LoginRequest)).TryGet(out var request, out var refusal))
            return refusal;

        if (Refuse(request) is { } badRequest)
            return badRequest;

        if (!(await tokens.ReadAsync(request.Token!, context)).TryGet(out var identity, out refusal))
            return refusal;

        var bound = await users.BindAsync(identity);
        if (bound == BindVerdict.Foreign)
        {
            Log.LoginRefused(log, OuterEdge.RequestId(context), "its localpart belongs to another sub");
            return MatrixError.Forbidden("JWT validation failed");
        }

        // Before the tokens: whoever left a group is out of its room before anything else happens. An older token does not bring them back.
        if (bound == BindVerdict.Current && await groupRooms.ReconcileAsync(identity.UserId, identity.Groups, context.RequestAborted) is { } busy)
            return busy;

        return await LogInAsync(request, identity);
    }

    private async Task<IResult> LogInAsync(LoginRequest request, LoginIdentity identity)
    {
        var deviceId = request.DeviceId ?? OpaqueId.DeviceId();
        var grant = await sessions.LogInAsync(identity.UserId, deviceId, request.InitialDeviceDisplayName, request.RefreshToken);
        Log.LoggedIn(log, identity.UserId, deviceId);
        var response = new LoginResponse(identity.UserId, grant.AccessToken, deviceId)
        {
            RefreshToken = grant.RefreshToken,
            ExpiresInMs = grant.LifetimeMs,
        };
        return TypedResults.Json(response, HomeserverJson.Default.LoginResponse);
    }

    private static MatrixError? Refuse(LoginRequest request)
    {
        if (request.Type is null)
            return MatrixError.MissingParam("The login type is missing.");

        if (!string.Equals(request.Type, JwtType, StringComparison.Ordinal))
            return MatrixError.BadRequest("Unknown login type: this server takes org.matrix.login.jwt only.");

        if (string.IsNullOrEmpty(request.Token))
            return MatrixError.Forbidden("Token field for JWT is missing");

        if (request.DeviceId is { Length: 0 or > MaxDeviceTextLength } || request.InitialDeviceDisplayName is { Length: > MaxDeviceTextLength })
            return MatrixError.InvalidParam($"A device ID has 1 to {MaxDeviceTextLength} characters, its name at most as many.");

        return null;
    }
}
