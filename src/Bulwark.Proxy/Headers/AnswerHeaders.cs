using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Headers;

/// <summary>The headers that every answer to a client carries, whoever gives it.</summary>
public sealed class AnswerHeaders
{
    private readonly SecurityHeaderOptions _options;
    private readonly Func<object, Task> _apply;
    private readonly string _framePolicy;

    /// <summary>The headers of the settings.</summary>
    public AnswerHeaders(SecurityHeaderOptions options)
    {
        _options = options;
        _framePolicy = options.FrameOptions == "DENY" ? "frame-ancestors 'none'" : "frame-ancestors 'self'";
        _apply = state =>
        {
            Apply((HttpContext)state);
            return Task.CompletedTask;
        };
    }

    /// <summary>Adds the headers to what comes after this.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="applies">False for peers that add headers of their own; null: for nobody.</param>
    public void Use(IApplicationBuilder app, Func<HttpContext, bool>? applies = null) =>
        app.Use(next => context =>
        {
            if (applies is not null && !applies(context))
                return next(context);

            context.Response.OnStarting(_apply, context);
            return next(context);
        });

    internal void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Server = default;

        // Set to nothing, a name that the server does not know by itself stays behind without a value, and over HTTP/2 everything behind it is left out.
        headers.Remove(HeaderNames.XPoweredBy);

        // A name keeps the spelling with which it came first.
        headers.Remove(ForwardedHeaders.Id);
        headers[ForwardedHeaders.Id] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        if (_options.StrictTransportSecurity.Length > 0)
            headers.StrictTransportSecurity = _options.StrictTransportSecurity;
        if (context.Response.ContentType is { } type && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
            ApplyToPage(headers);
    }

    private void ApplyToPage(IHeaderDictionary headers)
    {
        if (_options.ReferrerPolicy.Length > 0 && !headers.ContainsKey("Referrer-Policy"))
            headers["Referrer-Policy"] = _options.ReferrerPolicy;

        if (_options.FrameOptions.Length == 0 || headers.XFrameOptions.Count > 0 || headers.ContentSecurityPolicy.Count > 0)
            return;

        headers.XFrameOptions = _options.FrameOptions;
        headers.ContentSecurityPolicy = _framePolicy;
    }
}
