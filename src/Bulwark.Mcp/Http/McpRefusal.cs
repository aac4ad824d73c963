using Microsoft.AspNetCore.Http;

namespace Bulwark.Mcp.Http;

/// <summary>Refusals before the protocol begins: an HTTP status, and a JSON-RPC error for clients that show one.</summary>
internal static class McpRefusal
{
    private const int InvalidRequest = -32600;
    private const int InvalidParams = -32602;
    private const int ParseError = -32700;
    private const int InternalError = -32603;

    public static IResult NotFound(HttpContext context) => Answer(StatusCodes.Status404NotFound, InvalidRequest, "Not found");

    public static IResult MethodNotAllowed(HttpContext context) => Answer(StatusCodes.Status405MethodNotAllowed, InvalidRequest, "Method not allowed");

    public static IResult Unauthorized(string message) => Answer(StatusCodes.Status401Unauthorized, InvalidRequest, message);

    public static IResult ForbiddenOrigin() => Answer(StatusCodes.Status403Forbidden, InvalidRequest, "Origin not allowed");

    public static IResult Misdirected() => Answer(StatusCodes.Status421MisdirectedRequest, InvalidRequest, "Unknown host");

    /// <summary>413: the body is larger than the limit.</summary>
    public static IResult TooLarge() => Answer(StatusCodes.Status413PayloadTooLarge, InvalidRequest, "The message is too large");

    /// <summary>400: the body is no JSON, nests too deeply, names a key twice in an object, or has text that is none.</summary>
    public static IResult NotJson() => Answer(StatusCodes.Status400BadRequest, ParseError, "The message is not JSON, or names a key twice in an object");

    /// <summary>400: the parameters are not what the method takes.</summary>
    public static IResult InvalidParameters() => Answer(StatusCodes.Status400BadRequest, InvalidParams, "Invalid parameters");

    public static IResult Unavailable() => Answer(StatusCodes.Status503ServiceUnavailable, InternalError, "The identity provider cannot be reached");

    public static IResult Internal() => Answer(StatusCodes.Status500InternalServerError, InternalError, "Internal error");

    private static IResult Answer(int status, int code, string message) => new NoStore(
        TypedResults.Json(new JsonRpcRefusal(new JsonRpcRefusalError(code, message)), McpJson.Wire.JsonRpcRefusal, statusCode: status));

    private sealed class NoStore(IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-store";
            return inner.ExecuteAsync(httpContext);
        }
    }
}
