using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Identity.Control;

/// <summary><c>POST /tokens</c>: a token of any user for the operator, for scripts and probes. Every one is logged with who asked.</summary>
internal sealed class TokenRoutes(UserStore users, ClientTable clients, OperatorTokens tokens, ILogger<TokenRoutes> log)
{
    private const int MaxSeconds = 24 * 60 * 60;

    public void Map(RouteTable routes) => routes.Map("POST", "/tokens", MintAsync);

    private async ValueTask<IResult> MintAsync(HttpContext context, RouteValues values)
    {
        if (await ControlBody.ReadAsync(context, IdentityControlJson.Default.MintTokenRequest) is not { } request)
            return ControlBody.Refuse();

        if (Refuse(request) is { } refusal)
            return refusal;

        var client = request.Client is null ? clients.Default : clients.Find(request.Client);
        if (client is null)
            return ControlError.BadRequest($"There is no client {request.Client}; the settings name the clients under identity.clients.");

        // Before anything is changed: a refusal leaves the user as he was.
        if (users.Find(request.User) is { IsEnabled: false })
            return ControlError.Conflict($"The user {request.User} is disabled.");

        var user = await users.EnsureAsync(request.User, request.Groups);
        var token = tokens.Mint(user, client, request);
        Log.TokenMinted(log, new MintedTokenRecord(user.Username, client.Id, request.Use ?? "id", token.JwtId), ControlSocket.Peer(context)!);
        return TypedResults.Json(new MintedToken(token.Text, token.ExpiresAt), IdentityControlJson.Default.MintedToken);
    }

    private static IResult? Refuse(MintTokenRequest request)
    {
        if (!Username.IsValid(request.User))
            return ControlError.BadRequest(Username.Rule);

        if (!GroupName.AreValid(request.Groups ?? []))
            return ControlError.BadRequest(GroupName.Rule);

        if (request.Use is not (null or "id" or "access"))
            return ControlError.BadRequest("A token's use is id or access.");

        if (request.Resource is not null && request.Use != "access")
            return ControlError.BadRequest("Only an access token can be for one resource: add use access.");

        if (request.Resource is not null && !Uri.IsWellFormedUriString(request.Resource, UriKind.Absolute))
            return ControlError.BadRequest("A resource is an absolute URI.");

        return request.TtlSeconds is < 1 or > MaxSeconds ? ControlError.BadRequest("A token lives 1 second to 24 hours.") : null;
    }
}
