using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin;

/// <summary>A status and nothing else: an answer that does not tell what it comes from.</summary>
internal sealed class BareAnswer : IResult
{
    private readonly int _status;

    private BareAnswer(int status) => _status = status;

    public static BareAnswer NotFound { get; } = new(StatusCodes.Status404NotFound);

    public static BareAnswer Forbidden { get; } = new(StatusCodes.Status403Forbidden);

    public static BareAnswer Misdirected { get; } = new(StatusCodes.Status421MisdirectedRequest);

    public static BareAnswer Internal { get; } = new(StatusCodes.Status500InternalServerError);

    private static BareAnswer MethodNotAllowed { get; } = new(StatusCodes.Status405MethodNotAllowed);

    public static IResult ToNotFound(HttpContext context)
    {
        context.Response.Headers.Remove("Allow");
        return NotFound;
    }

    public static IResult ToMethodNotAllowed(HttpContext context) => MethodNotAllowed;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _status;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
