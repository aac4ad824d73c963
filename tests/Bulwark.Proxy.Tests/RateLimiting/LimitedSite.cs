using System.Net;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.RateLimiting;

/// <summary>A site behind rate limits.</summary>
internal sealed class LimitedSite : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TierEnvironment _environment;
    private readonly Func<HttpContext, string?>? _subject;
    private RequestDelegate _pipeline;
    private RateLimiter _limiter;

    /// <param name="options">The limits; those by default when there are none.</param>
    /// <param name="subject">The subject of a request's token.</param>
    /// <param name="clock">A clock instead of <see cref="Time"/>, where real things are waited for.</param>
    /// <param name="loggers">Where it is told what goes wrong.</param>
    public LimitedSite(RateLimitOptions? options = null, Func<HttpContext, string?>? subject = null, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        _subject = subject;
        _environment = TestEnvironment.Create(_directory, clock ?? Time, loggers);
        Counters = new RateLimitCounters("edge", clock ?? Time);
        (_limiter, _pipeline) = Build(options ?? new());
    }

    public LimitedSite(params ReadOnlySpan<RateLimitRuleOptions> rules)
        : this(new RateLimitOptions { Rules = rules.ToArray() })
    {
    }

    public FakeTimeProvider Time { get; } = new();

    public RateLimitCounters Counters { get; }

    public RateLimiter Limiter => _limiter;

    /// <summary>What the site answers.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>New settings come into force.</summary>
    public void Change(RateLimitOptions options)
    {
        var before = _limiter;
        (_limiter, _pipeline) = Build(options);
        before.Dispose();
    }

    /// <summary>Sends one request and gives the status of its answer.</summary>
    public async Task<int> SendAsync(string target, string address = "192.0.2.1", string method = "GET", Action<HttpRequest>? prepare = null) =>
        (await AskAsync(target, address, method, prepare)).StatusCode;

    /// <summary>Sends several and gives how many were served.</summary>
    public async Task<int> SendManyAsync(int count, string target, string address = "192.0.2.1", Action<HttpRequest>? prepare = null)
    {
        var served = 0;
        for (var i = 0; i < count; i++)
        {
            if (await SendAsync(target, address, prepare: prepare) == StatusCodes.Status200OK)
                served++;
        }

        return served;
    }

    public async Task<HttpResponse> AskAsync(string target, string address = "192.0.2.1", string method = "GET", Action<HttpRequest>? prepare = null)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Method = method;
        context.Request.Host = new HostString("localhost", 8443);
        context.Request.QueryString = new QueryString(target.Contains('?') ? target[target.IndexOf('?')..] : "");
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Response.Body = new MemoryStream();
        prepare?.Invoke(context.Request);
        await _pipeline(context);
        return context.Response;
    }

    public static string BodyOf(HttpResponse response) => Encoding.UTF8.GetString(((MemoryStream)response.Body).ToArray());

    public void Dispose()
    {
        _limiter.Dispose();
        Counters.Dispose();
        _directory.Dispose();
    }

    private (RateLimiter Limiter, RequestDelegate Pipeline) Build(RateLimitOptions options)
    {
        var limiter = new RateLimiter(options, _environment, Counters, _subject);
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        app.UseRateLimits(limiter, applies: _ => true);
        app.Run(context => Answer(context));
        return (limiter, app.Build());
    }
}
