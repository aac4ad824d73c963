using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver;

/// <summary>Answers one route that takes an access token.</summary>
internal delegate ValueTask<IResult> AuthenticatedEndpoint(HttpContext context, RouteValues values, Session session);
