using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Routing;

/// <summary>Answers one route.</summary>
public delegate ValueTask<IResult> RouteEndpoint(HttpContext context, RouteValues values);
