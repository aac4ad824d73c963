using System.Text.Encodings.Web;
using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Jwt;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>A refusal by edge auth, as the service behind would have said it; readable by the web page that asked.</summary>
internal sealed class EdgeAuthAnswer(EdgeAuthTable auth, EdgeAuthRoute route, EdgeAuthVerdict verdict) : IResult
{
    private const int InvalidRequest = -32600;
    private const int InternalError = -32603;

    // As the data API writes: the answer is never part of a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var path = RawPath.PathOf(httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var protocol = AnswerProtocols.OfPath(path);
        var response = httpContext.Response;
        response.StatusCode = Status(protocol, path);
        SetHeaders(response.Headers, response.StatusCode);
        var body = Body(protocol);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return httpContext.Request.Method == HttpMethods.Head
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    /// <summary>Hasura says 200 on <c>/v1</c> and 400 on <c>/v1alpha1</c> whatever is wrong with a token.</summary>
    private int Status(AnswerProtocol protocol, ReadOnlySpan<char> path) => protocol switch
    {
        _ when verdict.Result == EdgeAuthResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
        AnswerProtocol.GraphQL => path.StartsWith("/v1alpha1/") ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        _ => StatusCodes.Status401Unauthorized,
    };

    private void SetHeaders(IHeaderDictionary headers, int status)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*";
        if (status != StatusCodes.Status401Unauthorized)
            return;

        headers.AccessControlExposeHeaders = "WWW-Authenticate";
        headers.WWWAuthenticate = Challenge();
    }

    // RFC 6750 section 3, RFC 9728 section 5.1.
    private string Challenge()
    {
        var error = verdict.Result == EdgeAuthResult.Missing ? "" : "error=\"invalid_token\"";
        var metadata = route.IsResource ? $"resource_metadata=\"{auth.MetadataUrl}{route.Name.TrimEnd('*')}\"" : "";
        var separator = error.Length > 0 && metadata.Length > 0 ? ", " : "";
        return $"Bearer {error}{separator}{metadata}".TrimEnd();
    }

    private byte[] Body(AnswerProtocol protocol)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, WriterOptions))
        {
            json.WriteStartObject();
            WriteBody(json, protocol);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteBody(Utf8JsonWriter json, AnswerProtocol protocol)
    {
        switch (protocol)
        {
            case AnswerProtocol.GraphQL:
                WriteGraphQL(json);
                break;
            case AnswerProtocol.Matrix:
                json.WriteString("errcode", verdict.Result switch
                {
                    EdgeAuthResult.Unavailable => "M_UNKNOWN",
                    EdgeAuthResult.Missing => "M_MISSING_TOKEN",
                    _ => "M_UNKNOWN_TOKEN",
                });
                json.WriteString("error", PlainMessage());
                break;
            case AnswerProtocol.Hasura:
                json.WriteString("path", "$");
                json.WriteString("error", HasuraMessage());
                json.WriteString("code", HasuraCode());
                break;
            default:
                WriteJsonRpc(json);
                break;
        }
    }

    private void WriteGraphQL(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("message", HasuraMessage());
        json.WriteStartObject("extensions");
        json.WriteString("path", "$");
        json.WriteString("code", HasuraCode());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>A JSON-RPC error (MCP) that a reader of <c>error</c> understands on any other path.</summary>
    private void WriteJsonRpc(Utf8JsonWriter json)
    {
        json.WriteString("jsonrpc", "2.0");
        json.WriteStartObject("error");
        json.WriteNumber("code", verdict.Result == EdgeAuthResult.Unavailable ? InternalError : InvalidRequest);
        json.WriteString("message", PlainMessage());
        json.WriteEndObject();
    }

    private string PlainMessage() => verdict.Result switch
    {
        EdgeAuthResult.Unavailable => "The identity provider cannot be reached",
        EdgeAuthResult.Missing => "A bearer token is needed",
        _ => "The token is not valid here",
    };

    private string HasuraCode() => verdict.Result switch
    {
        EdgeAuthResult.Unavailable => "unexpected",
        EdgeAuthResult.Missing or EdgeAuthResult.Malformed => "invalid-headers",
        _ => "invalid-jwt",
    };

    private string HasuraMessage() => verdict.Result switch
    {
        EdgeAuthResult.Unavailable => "the issuer's keys are not available",
        EdgeAuthResult.Missing => "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
        EdgeAuthResult.Malformed => "Malformed Authorization header",
        EdgeAuthResult.Forbidden => "Could not verify JWT: JWTNotInAudience",
        _ => "Could not verify JWT: " + HasuraReason(),
    };

    private string HasuraReason() => verdict.Failure switch
    {
        JwtFailure.Algorithm or JwtFailure.Signature => "JWSError JWSInvalidSignature",
        JwtFailure.Issuer => "JWTNotInIssuer",
        JwtFailure.Audience => "JWTNotInAudience",
        JwtFailure.Expired => "JWTExpired",
        JwtFailure.NotYetValid => "JWTNotYetValid",
        JwtFailure.NoExpiry => "JWTClaimsSetDecodeError \"exp\"",
        _ => "JWSError (CompactDecodeError)",
    };
}
