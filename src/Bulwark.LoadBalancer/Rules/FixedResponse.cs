using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>An answer that the settings give word by word. No cache keeps it, since the next settings may say something else.</summary>
internal sealed class FixedResponse(FixedResponseOptions options) : IResult
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(options.Body);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = options.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (_body.Length == 0)
        {
            // 204 and 205 may not even say that there is none (RFC 9110 section 8.6).
            response.ContentLength = options.Status is 204 or 205 ? null : 0;
            return Task.CompletedTask;
        }

        response.ContentLength = _body.Length;
        response.ContentType = options.ContentType.StartsWith("text/", StringComparison.Ordinal) ? options.ContentType + "; charset=utf-8" : options.ContentType;
        return httpContext.Request.Method == HttpMethods.Head ? Task.CompletedTask : response.Body.WriteAsync(_body, httpContext.RequestAborted).AsTask();
    }
}
