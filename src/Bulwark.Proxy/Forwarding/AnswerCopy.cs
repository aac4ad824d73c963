using System.Net.Http.Headers;
using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Copies what stands before and after the body of an answer. Values are taken as they came and are parsed by nobody.</summary>
internal static class AnswerCopy
{
    /// <summary>Status and headers.</summary>
    /// <returns>Whose request it was, as the target says in its <see cref="MemberHeader"/>, which is not copied; null when it says nothing, or two things.</returns>
    /// <exception cref="InvalidOperationException">A header holds what the server does not send.</exception>
    public static string? CopyHead(HttpContext context, HttpResponseMessage answer)
    {
        var response = context.Response;
        var status = (int)answer.StatusCode;
        response.StatusCode = status;
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && answer.ReasonPhrase is { } reason && reason != ReasonPhrases.GetReasonPhrase(status))
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;

        var headers = response.Headers;
        Copy(answer.Headers.NonValidated, headers);
        Copy(answer.Content.Headers.NonValidated, headers);

        if (status == StatusCodes.Status205ResetContent && (answer.Content.Headers.ContentLength > 0 || answer.Headers.NonValidated.Contains(HeaderNames.TransferEncoding)))
            throw ResetWithBody();

        // RFC 9112 section 6.3: a length beside chunks is none. RFC 9110 sections 15.3.5 and 15.3.6: these answers have no body whose length could be told.
        if (headers.ContentLength is { } length
            && (answer.Headers.NonValidated.Contains(HeaderNames.TransferEncoding) || (length == 0 && status is < 200 or 204 or 205)))
        {
            headers.ContentLength = null;
        }

        return MemberOf(answer);
    }

    /// <inheritdoc cref="CopyHead(HttpContext, HttpResponseMessage)" />
    public static string? CopyHead(HttpContext context, AnswerHead answer)
    {
        if (answer is { Status: StatusCodes.Status205ResetContent, Length: not 0 })
            throw ResetWithBody();

        var response = context.Response;
        response.StatusCode = answer.Status;
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && answer.Reason != ReasonPhrases.GetReasonPhrase(answer.Status))
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.Reason;

        var headers = response.Headers;
        string? member = null;
        foreach (ref readonly var field in answer.Fields)
        {
            if (answer.IsForwarded(field))
                Copy(field, headers);
            else if (field.Name.Role == FieldRole.Member)
                member = OneOf(member, field.Value);
        }

        if (answer.Status is 204 or 205)
            headers.ContentLength = null;

        return member;
    }

    /// <inheritdoc cref="CopyHead(HttpContext, HttpResponseMessage)" />
    public static string? CopyHead(HttpContext context, Http2Exchange answer)
    {
        if (answer.Status == StatusCodes.Status205ResetContent && answer is not ({ Length: 0 } or { HasEnded: true, Available: 0 }))
            throw ResetWithBody();

        context.Response.StatusCode = answer.Status;
        var headers = context.Response.Headers;
        string? member = null;
        foreach (ref readonly var field in answer.Fields.Fields)
        {
            if (field.Name.Role == FieldRole.Member)
                member = OneOf(member, field.Value);
            else if (field.Name.Role != FieldRole.Hop)
                Copy(field, headers);
        }

        if (answer.Status is 204 or 205)
            headers.ContentLength = null;

        return member;
    }

    /// <summary>The same of an answer that did not come over a connection.</summary>
    /// <inheritdoc cref="CopyHead(HttpContext, HttpResponseMessage)" path="/returns" />
    public static string? CopyHead(HttpContext context, int status, string? reason, IHeaderDictionary answer)
    {
        context.Response.StatusCode = status;
        if (reason is not null && !HttpProtocol.IsHttp2(context.Request.Protocol))
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;

        var headers = context.Response.Headers;
        Copy(answer, headers);
        if (headers.ContentLength == 0 && status is < 200 or 204 or 205)
            headers.ContentLength = null;

        return answer[MemberHeader.Name] is [{ } member] ? member : null;
    }

    /// <summary>The same of the HTTP client's answer.</summary>
    public static string? MemberOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues(MemberHeader.Name, out var values) && values.Count == 1 ? values.ToString() : null;

    /// <summary>The same of an answer that did not come over a connection.</summary>
    public static void CopyTrailers(HttpContext context, IHeaderDictionary trailers)
    {
        if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } outgoing)
            Copy(trailers, outgoing);
    }

    /// <inheritdoc cref="CopyTrailers(HttpContext, HttpResponseMessage)" />
    public static void CopyTrailers(HttpContext context, FieldList trailers)
    {
        if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is not { IsReadOnly: false } outgoing)
            return;

        foreach (ref readonly var field in trailers.Fields)
        {
            if (field.Name.IsTrailer)
                outgoing[field.Name.Text] = StringValues.Concat(outgoing[field.Name.Text], field.Value);
        }
    }

    /// <summary>Of two that are said, neither is believed.</summary>
    private static string OneOf(string? before, string member) => before is null ? member : "";

    /// <summary>RFC 9110 section 15.3.6: there is none, and the server sends none.</summary>
    private static InvalidOperationException ResetWithBody() => new("The answer is a 205 with a body.");

    private static void Copy(in Field field, IHeaderDictionary headers)
    {
        // Several of the same length are one.
        var present = headers[field.Name.Text];
        if (present.Count == 0 || field.Name.Role == FieldRole.ContentLength)
            headers[field.Name.Text] = field.Value;
        else
            headers[field.Name.Text] = StringValues.Concat(present, field.Value);
    }

    private static void Copy(IHeaderDictionary source, IHeaderDictionary headers)
    {
        foreach (var (name, values) in HeaderWalk.Through(source))
        {
            if (!HopHeaders.Contains(name))
                headers[name] = StringValues.Concat(headers[name], values);
        }
    }

    /// <summary>Trailers, when the client can get any.</summary>
    public static void CopyTrailers(HttpContext context, HttpResponseMessage answer)
    {
        var trailers = answer.TrailingHeaders.NonValidated;
        if (trailers.Count > 0 && context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } outgoing)
            Copy(trailers, outgoing);
    }

    private static void Copy(HttpHeadersNonValidated source, IHeaderDictionary headers)
    {
        foreach (var (name, values) in source)
        {
            if (HopHeaders.Contains(name))
                continue;

            var present = headers[name];
            headers[name] = present.Count == 0 ? ValuesOf(values) : StringValues.Concat(present, ValuesOf(values));
        }
    }

    private static StringValues ValuesOf(in HeaderStringValues values) => values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
}
