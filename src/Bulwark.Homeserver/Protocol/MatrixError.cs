using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Protocol;

/// <summary>A refusal in the words of the client-server API: a status, an <c>errcode</c> and a sentence for people.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#standard-error-response"/>
internal sealed record MatrixError([property: JsonIgnore] int Status, string Errcode, string Error) : IResult
{
    /// <summary>How long to wait before trying again; with <c>M_LIMIT_EXCEEDED</c> only.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>With <c>M_UNKNOWN_TOKEN</c>: true when the session lives on and its refresh token gives a new access token.</summary>
    public bool? SoftLogout { get; init; }

    public static MatrixError NotJson(string reason = "The body is not a JSON object in UTF-8.") => new(StatusCodes.Status400BadRequest, "M_NOT_JSON", reason);

    public static MatrixError BadJson(string reason) => new(StatusCodes.Status400BadRequest, "M_BAD_JSON", reason);

    public static MatrixError InvalidParam(string reason) => new(StatusCodes.Status400BadRequest, "M_INVALID_PARAM", reason);

    public static MatrixError MissingParam(string reason) => new(StatusCodes.Status400BadRequest, "M_MISSING_PARAM", reason);

    public static MatrixError BadRequest(string reason) => new(StatusCodes.Status400BadRequest, "M_UNKNOWN", reason);

    public static MatrixError Forbidden(string reason) => new(StatusCodes.Status403Forbidden, "M_FORBIDDEN", reason);

    public static MatrixError NotFound(string reason) => new(StatusCodes.Status404NotFound, "M_NOT_FOUND", reason);

    public static MatrixError TooLarge(string reason) => new(StatusCodes.Status413PayloadTooLarge, "M_TOO_LARGE", reason);

    public static MatrixError Unavailable(string reason) => new(StatusCodes.Status503ServiceUnavailable, "M_UNKNOWN", reason);

    public static MatrixError MissingToken() =>
        new(StatusCodes.Status401Unauthorized, "M_MISSING_TOKEN", "An access token is needed, in the Authorization header.");

    public static MatrixError UnknownToken(bool softLogout) =>
        new(StatusCodes.Status401Unauthorized, "M_UNKNOWN_TOKEN", softLogout ? "The access token has expired." : "The access token is not valid.")
        {
            SoftLogout = softLogout,
        };

    /// <summary>More is asked for than there is room to queue.</summary>
    public static MatrixError Busy() =>
        new(StatusCodes.Status429TooManyRequests, "M_LIMIT_EXCEEDED", "The server is busy; try again shortly.") { RetryAfterMs = 1000 };

    public static MatrixError Internal(HttpContext context) =>
        new(StatusCodes.Status500InternalServerError, "M_UNKNOWN", "The server failed; its log says why.");

    public static MatrixError UnknownPath(HttpContext context) =>
        new(StatusCodes.Status404NotFound, "M_UNRECOGNIZED", "The server has no such endpoint.");

    public static MatrixError WrongMethod(HttpContext context) =>
        new(StatusCodes.Status405MethodNotAllowed, "M_UNRECOGNIZED", "This endpoint takes another method.");

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfterMs is { } wait)
            httpContext.Response.Headers.RetryAfter = ((wait + 999) / 1000).ToString(CultureInfo.InvariantCulture);

        return TypedResults.Json(this, HomeserverJson.Default.MatrixError, statusCode: Status).ExecuteAsync(httpContext);
    }
}
