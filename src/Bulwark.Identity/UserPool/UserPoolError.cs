using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>A refusal of the user pool API, in Cognito's words: <c>{"__type": "NotAuthorizedException", "message": "..."}</c>.</summary>
internal static class UserPoolError
{
    /// <summary>The same for a wrong password and an unknown user, so that nobody learns who exists.</summary>
    public static IResult WrongPassword() => NotAuthorized("Incorrect username or password.");

    public static IResult NotAuthorized(string message) => Answer("NotAuthorizedException", message);

    public static IResult InvalidParameter(string message) => Answer("InvalidParameterException", message);

    public static IResult UnknownClient(string clientId) => Answer("ResourceNotFoundException", $"User pool client {clientId} does not exist.");

    /// <summary>The body is no JSON of the shape that the operation takes.</summary>
    public static IResult Serialization() => Answer("SerializationException", "The request body could not be read.");

    public static IResult TooManyRequests() => Answer("TooManyRequestsException", "Too many requests");

    public static IResult UnsupportedTokenType() => Answer("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");

    public static IResult Unauthorized(string message) => Answer("UnauthorizedException", message);

    /// <summary>An operation that user pools have and this issuer does not have yet.</summary>
    public static IResult InvalidAction(string operation) => Answer("InvalidAction", $"{operation} is not available in this user pool.");

    public static IResult UnknownOperation() => Answer("UnknownOperationException", "The X-Amz-Target header names no operation of this API.");

    /// <summary>500: a fault of ours; the details are in the log.</summary>
    public static IResult Internal() => Answer("InternalErrorException", "The issuer failed; its log says why.", StatusCodes.Status500InternalServerError);

    public static IResult Of(AccessTokenFailure failure) => failure switch
    {
        AccessTokenFailure.Invalid => NotAuthorized("Invalid Access Token"),
        AccessTokenFailure.Expired => NotAuthorized("Access Token has expired"),
        AccessTokenFailure.Revoked => NotAuthorized("Access Token has been revoked"),
        AccessTokenFailure.UserDisabled => NotAuthorized("User is disabled."),
    };

    private static IResult Answer(string type, string message, int status = StatusCodes.Status400BadRequest) => TypedResults.Json(
        new UserPoolErrorBody(type, message), UserPoolJson.Default.UserPoolErrorBody, UserPoolEndpoint.ContentType, status);
}
