using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Control;

/// <summary>A refusal on a control socket: <c>{"error": "one sentence that the command line prints"}</c>.</summary>
public sealed record ControlError([property: JsonPropertyName("error")] string Message)
{
    /// <summary>400: the request is not what the route takes.</summary>
    public static IResult BadRequest(string message) => Answer(StatusCodes.Status400BadRequest, message);

    /// <summary>409: it cannot be done as things stand.</summary>
    public static IResult Conflict(string message) => Answer(StatusCodes.Status409Conflict, message);

    /// <summary>404: the named thing is not there.</summary>
    public static IResult Missing(string message) => Answer(StatusCodes.Status404NotFound, message);

    /// <summary>500: a fault of ours; the details are in the log.</summary>
    public static IResult Internal() => Answer(StatusCodes.Status500InternalServerError, "The tier failed; its log says why.");

    internal static IResult NotFound(HttpContext context) =>
        Answer(StatusCodes.Status404NotFound, "This tier has no such control route; are the program and the running instance the same version?");

    internal static IResult MethodNotAllowed(HttpContext context) =>
        Answer(StatusCodes.Status405MethodNotAllowed, "This control route takes another method.");

    private static IResult Answer(int status, string message) =>
        TypedResults.Json(new ControlError(message), CoreJson.Default.ControlError, statusCode: status);
}
