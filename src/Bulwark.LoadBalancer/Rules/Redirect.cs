using System.Globalization;
using System.Text;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// A redirect that is put together from the settings and parts of the request. The host is the settings' own word, or the request's, which by then is one that <c>hosts</c>
/// lists; the port is never the request's; the scheme is always https.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="publicPort">The port under which clients reach the instance.</param>
internal sealed class Redirect(RedirectOptions options, int publicPort) : IResult
{
    private const int HttpsPort = 443;

    private readonly string _publicPort = publicPort.ToString(CultureInfo.InvariantCulture);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = options.Status;
        response.Headers.Location = LocationOf(httpContext);
        response.Headers.CacheControl = "no-store";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private string LocationOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = RawPath.PathOf(target);
        var query = target.AsSpan(Math.Min(target.Length, path.Length + 1));
        var host = HostName.Of(context).ToString().ToLowerInvariant();
        var port = Fill(options.Port, host, path, query);

        var location = new StringBuilder("https://").Append(Fill(options.Host, host, path, query));
        if (port != HttpsPort.ToString(CultureInfo.InvariantCulture))
            location.Append(':').Append(port);

        location.Append(Fill(options.Path, host, path, query));
        var newQuery = Fill(options.Query, host, path, query);
        return newQuery.Length == 0 ? location.ToString() : location.Append('?').Append(newQuery).ToString();
    }

    /// <summary>Each placeholder is filled in once: what the client sent is not looked through for more.</summary>
    private string Fill(string template, string host, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        var filled = new StringBuilder();
        for (var rest = template.AsSpan(); !rest.IsEmpty;)
        {
            var start = rest.IndexOf("#{", StringComparison.Ordinal);
            if (start < 0)
                return filled.Append(rest).ToString();

            var end = rest.IndexOf('}');
            filled.Append(rest[..start]).Append(rest[start..(end + 1)] switch
            {
                RedirectOptions.HostPlaceholder => host,
                RedirectOptions.PortPlaceholder => _publicPort,
                RedirectOptions.PathPlaceholder => path[1..],
                _ => query,
            });
            rest = rest[(end + 1)..];
        }

        return filled.ToString();
    }
}
