using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>302 to one fixed address, never kept by a cache: else a path that begins to exist stays hidden behind the redirect.</summary>
internal sealed class LandingRedirect(Uri landingUrl) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = landingUrl.AbsoluteUri;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
