using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary>A refusal outside GraphQL, in the shape that Hasura has for it: <c>{"path", "error", "code"}</c>.</summary>
internal sealed record RouteError(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("code")] string Code)
{
    public static IResult NotFound(HttpContext context) => Answer(StatusCodes.Status404NotFound, "resource does not exist", ErrorCode.NotFound);

    public static IResult MethodNotAllowed(HttpContext context) =>
        Answer(StatusCodes.Status405MethodNotAllowed, "this resource takes another method", ErrorCode.MethodNotAllowed);

    private static IResult Answer(int status, string error, string code) =>
        TypedResults.Json(new RouteError("$", error, code), DataApiJson.Default.RouteError, statusCode: status);
}
