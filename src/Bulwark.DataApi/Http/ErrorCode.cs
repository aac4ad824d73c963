namespace Bulwark.DataApi.Http;

/// <summary>The values of <c>extensions.code</c> that this tier uses, spelt as Hasura spells them.</summary>
internal static class ErrorCode
{
    public const string AccessDenied = "access-denied";
    public const string ConstraintViolation = "constraint-violation";
    public const string DataException = "data-exception";
    public const string InvalidHeaders = "invalid-headers";
    public const string InvalidJson = "invalid-json";
    public const string InvalidJwt = "invalid-jwt";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string NotFound = "not-found";
    public const string ParseFailed = "parse-failed";
    public const string PermissionError = "permission-error";
    public const string Timeout = "timeout";
    public const string Unexpected = "unexpected";
    public const string UnexpectedPayload = "unexpected-payload";
    public const string ValidationFailed = "validation-failed";
}
