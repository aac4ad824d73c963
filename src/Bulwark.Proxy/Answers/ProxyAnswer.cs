using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Answers;

/// <summary>
/// A refusal by the edge or the load balancer, in the words of the protocol that the client speaks. It is never stored by a cache, says
/// nothing about what is behind, and on Matrix and GraphQL paths can be read by the web client that asked.
/// </summary>
public sealed class ProxyAnswer : IResult
{
    private const string UnknownOperationType = "UnknownOperationException";
    private const string TooManyRequestsCode = "too-many-requests";

    private readonly int _status;
    private readonly string _code;
    private readonly string _message;
    private readonly AnswerProtocol _protocol;
    private readonly TimeSpan? _retryAfter;

    private ProxyAnswer(int status, string code, string message, AnswerProtocol protocol, TimeSpan? retryAfter = null) =>
        (_status, _code, _message, _protocol, _retryAfter) = (status, code, message, protocol, retryAfter);

    /// <summary>400: the request is malformed, or could be read in two ways.</summary>
    public static ProxyAnswer BadRequest(AnswerProtocol protocol, string message = "Malformed request") => new(400, "bad-request", message, protocol);

    /// <summary>400 in Cognito's words: the <c>X-Amz-Target</c> names no operation that clients may call.</summary>
    public static ProxyAnswer UnknownOperation() => new(400, UnknownOperationType, "The operation is not available", AnswerProtocol.Cognito);

    /// <summary>403: the client is not served.</summary>
    public static ProxyAnswer Forbidden(AnswerProtocol protocol) => new(403, "access-denied", "Access denied", protocol);

    /// <summary>404: there is no such thing on the public side.</summary>
    public static ProxyAnswer NotFound(AnswerProtocol protocol) => new(404, "not-found", NotFoundMessage(protocol), protocol);

    /// <summary>413: the body is larger than the listener takes.</summary>
    public static ProxyAnswer TooLarge(AnswerProtocol protocol) => new(413, "payload-too-large", "The request body is too large", protocol);

    /// <summary>414: the target is longer than the edge takes.</summary>
    public static ProxyAnswer UriTooLong(AnswerProtocol protocol) => new(414, "uri-too-long", "The request target is too long", protocol);

    /// <summary>415: the body is in a charset or a coding that is not read here.</summary>
    public static ProxyAnswer UnsupportedMedia(AnswerProtocol protocol) => new(415, "unsupported-media-type", "The body is in a form that is not supported", protocol);

    /// <summary>417: the client expects what nobody here knows (RFC 9110 section 10.1.1).</summary>
    public static ProxyAnswer ExpectationFailed(AnswerProtocol protocol) => new(417, "expectation-failed", "The expectation cannot be met", protocol);

    /// <summary>421: this server does not serve the host that was asked for (RFC 9110 section 15.5.20).</summary>
    public static ProxyAnswer Misdirected(AnswerProtocol protocol) => new(421, "misdirected-request", "This host is not served here", protocol);

    /// <summary>429: more requests than a limit allows.</summary>
    /// <param name="protocol">The protocol of the path.</param>
    /// <param name="retryAfter">When to come again; told in whole seconds, one at least.</param>
    /// <param name="status">Another status, where the operator wants one.</param>
    public static ProxyAnswer TooManyRequests(AnswerProtocol protocol, TimeSpan retryAfter, int status = 429) =>
        new(status, TooManyRequestsCode, "Too many requests", protocol, retryAfter);

    /// <summary>500: a fault of ours.</summary>
    public static ProxyAnswer Internal(AnswerProtocol protocol) => new(500, "internal-error", "Internal server error", protocol);

    /// <summary>The request could not be brought to the service behind, or its answer not back.</summary>
    /// <param name="status">408, 502, 503 or 504.</param>
    /// <param name="protocol">The protocol of the route.</param>
    public static ProxyAnswer Failed(int status, AnswerProtocol protocol) => status switch
    {
        400 => BadRequest(protocol),
        413 => TooLarge(protocol),
        408 => new(408, "request-timeout", "The request body came too slowly", protocol),
        503 => new(503, "unavailable", "The service is not available", protocol),
        504 => new(504, "gateway-timeout", "The service did not answer in time", protocol),
        _ => new(502, "bad-gateway", "The service could not be reached", protocol),
    };

    /// <summary>A rule of the operator refuses the request, with the status that it names.</summary>
    /// <param name="status">The status, 200 to 599.</param>
    /// <param name="protocol">The protocol of the path.</param>
    public static ProxyAnswer Refusal(int status, AnswerProtocol protocol) => status switch
    {
        400 => BadRequest(protocol),
        404 => NotFound(protocol),
        413 => TooLarge(protocol),
        415 => UnsupportedMedia(protocol),
        429 => TooManyRequests(protocol, TimeSpan.FromMinutes(1)), // the shortest window of a rule that limits rates
        503 => Failed(status, protocol),
        _ => new(status, "access-denied", "Access denied", protocol),
    };

    /// <summary>The server itself refused the request, while its body was read: too large, too slow, malformed, or of a kind that it does not know.</summary>
    /// <param name="status">The server's status.</param>
    /// <param name="protocol">The protocol of the route.</param>
    public static ProxyAnswer Refused(int status, AnswerProtocol protocol) => status is 408 or 413 ? Failed(status, protocol) : BadRequest(protocol);

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (LetsBrowsersAsk && IsReadableByBrowsers(_protocol) && IsPreflight(httpContext.Request))
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            SetCors(response.Headers, _protocol);
            return Task.CompletedTask;
        }

        response.StatusCode = _status;
        response.Headers.CacheControl = "no-store";
        SetCors(response.Headers, _protocol);
        SetRetryAfter(response.Headers);

        var body = HasBody ? Body() : [];
        response.ContentLength = body.Length;
        if (body.Length == 0)
            return Task.CompletedTask;

        response.ContentType = ContentType;
        return httpContext.Request.Method == HttpMethods.Head
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private bool HasBody => _status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    private static string NotFoundMessage(AnswerProtocol protocol) => protocol switch
    {
        AnswerProtocol.Matrix => "Unrecognized request",
        AnswerProtocol.Mcp => "There is no such thing",
        AnswerProtocol.Hasura or AnswerProtocol.GraphQL => "resource does not exist",
        _ => "",
    };

    private string ContentType => _protocol switch
    {
        AnswerProtocol.Plain => "text/plain; charset=utf-8",
        AnswerProtocol.Cognito => "application/x-amz-json-1.1",
        _ => "application/json",
    };

    /// <summary>Matrix demands these headers on every answer (client-server API, "Web Browser Clients"); Hasura and Cognito give them too.</summary>
    internal static void SetCors(IHeaderDictionary headers, AnswerProtocol protocol)
    {
        if (!IsReadableByBrowsers(protocol))
            return;

        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = "X-Requested-With, Content-Type, Authorization";
    }

    /// <summary>True where a page of any origin may read a refusal.</summary>
    internal static bool IsReadableByBrowsers(AnswerProtocol protocol) =>
        protocol is AnswerProtocol.Matrix or AnswerProtocol.GraphQL or AnswerProtocol.OAuth or AnswerProtocol.Cognito or AnswerProtocol.Mcp;

    /// <summary>
    /// What this refuses is the request itself, or it is only refused for now. A browser that is refused the preflight never asks, and its page sees a network error; so it is let ask,
    /// and reads the refusal of that. Paths that do not exist stay so for preflights too.
    /// </summary>
    private bool LetsBrowsersAsk =>
        _retryAfter is not null
        || _status is StatusCodes.Status403Forbidden or StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout;

    /// <summary>Fetch standard, section 3.3.2: a CORS-preflight request.</summary>
    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Origin") && request.Headers.ContainsKey("Access-Control-Request-Method");

    private void SetRetryAfter(IHeaderDictionary headers)
    {
        if (_retryAfter is not { } retryAfter)
            return;

        headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (IsReadableByBrowsers(_protocol))
            headers.AccessControlExposeHeaders = "Retry-After";
    }

    private byte[] Body() => _protocol switch
    {
        AnswerProtocol.Matrix when _retryAfter is { } retryAfter => LimitExceededBody(retryAfter),
        AnswerProtocol.Matrix => Json(("errcode", MatrixCode), ("error", _message)),
        AnswerProtocol.GraphQL => GraphQLBody(),
        AnswerProtocol.Hasura => Json(("path", "$"), ("error", _message), ("code", _code)),
        AnswerProtocol.OAuth => Json(("error", OAuthCode), ("error_description", _message)),
        AnswerProtocol.Cognito => Json(("__type", CognitoType), ("message", _message)),
        AnswerProtocol.Mcp => McpBody(),
        AnswerProtocol.Plain when _message.Length > 0 => Encoding.UTF8.GetBytes(_message + "\n"),
        AnswerProtocol.Plain => [],
    };

    private string MatrixCode => _status switch
    {
        403 => "M_FORBIDDEN",
        404 => "M_UNRECOGNIZED",
        413 => "M_TOO_LARGE",
        _ => "M_UNKNOWN",
    };

    private string OAuthCode => _status switch
    {
        _ when _retryAfter is not null => "slow_down", // RFC 8628 section 3.5: the one error code that says so
        < 500 => "invalid_request",
        500 => "server_error",
        _ => "temporarily_unavailable",
    };

    private string CognitoType => _code switch
    {
        UnknownOperationType => _code,
        TooManyRequestsCode => "TooManyRequestsException",
        _ => _status < 500 ? "InvalidParameterException" : "InternalErrorException",
    };

    /// <summary>Matrix client-server API, "Rate limiting".</summary>
    private byte[] LimitExceededBody(TimeSpan retryAfter)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("errcode", "M_LIMIT_EXCEEDED");
            json.WriteString("error", _message);
            json.WriteNumber("retry_after_ms", Math.Max(1, (long)Math.Ceiling(retryAfter.TotalMilliseconds)));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>JSON-RPC 2.0, section 5: the ID is null when that of the request is not known; the code is one that servers may give a meaning.</summary>
    private byte[] McpBody()
    {
        const int ServerError = -32000;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteNull("id");
            json.WriteStartObject("error");
            json.WriteNumber("code", ServerError);
            json.WriteString("message", _message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private byte[] GraphQLBody()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("message", _message);
            json.WriteStartObject("extensions");
            json.WriteString("path", "$");
            json.WriteString("code", _code);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static byte[] Json(params ReadOnlySpan<(string Name, string Value)> properties)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
