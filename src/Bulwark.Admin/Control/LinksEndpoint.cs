using Bulwark.Admin.Access;
using Bulwark.Admin.Listener;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin.Control;

/// <summary><c>POST /links</c> on the control socket: a one-time link to the console.</summary>
internal sealed class LinksEndpoint(OneTimeLinks links, ListenAddress address, ILogger<LinksEndpoint> log)
{
    public RouteTable Map(RouteTable routes) => routes.Map("POST", "/links", CreateAsync);

    private ValueTask<IResult> CreateAsync(HttpContext context, RouteValues values)
    {
        if (links.Create() is not { } link)
            return ValueTask.FromResult(ControlError.Conflict($"{OneTimeLinks.MostAtATime} links were made within five minutes. Use one of them, or wait."));

        Log.LinkMade(log, SecretToken.IdOf(SecretToken.HashOf(link.Secret)), ControlSocket.Peer(context)!);
        return ValueTask.FromResult<IResult>(TypedResults.Json(
            new AdminLink(address.Url + LinkRedemption.Prefix + link.Secret, link.EndsAt), AdminJson.Default.AdminLink));
    }
}
