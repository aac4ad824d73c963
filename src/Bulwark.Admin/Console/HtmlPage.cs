using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Console;

/// <summary>A page: no scripts, nothing from elsewhere, in nobody's frame, kept by nobody.</summary>
internal sealed class HtmlPage(string title, Markup body) : IResult
{
    private static readonly string Policy =
        $"default-src 'none'; style-src '{PageStyle.Hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Not "no-referrer": with it browsers send "Origin: null" with our own forms.
        headers["Referrer-Policy"] = "same-origin";
        return httpContext.Response.WriteAsync(Document().Html, httpContext.RequestAborted);
    }

    private Markup Document() => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="dark light">
        <title>{title}</title>
        <style>{new Markup(PageStyle.Css)}</style>
        </head>
        <body>
        {body}
        </body>
        </html>
        """);
}
