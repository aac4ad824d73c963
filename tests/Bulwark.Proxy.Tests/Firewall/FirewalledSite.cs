using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>A site on a socket of its own behind a firewall. It keeps the body that reached it.</summary>
internal sealed class FirewalledSite : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<int, HttpClient> _others = new();
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private FirewalledSite(FirewallOptions options, TierEnvironment? environment, TimeProvider? time)
    {
        Environment = environment ?? TestEnvironment.Create(_directory, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddFirewall("edge", Environment);
        _app = builder.Build();
        Rules = new RequestFirewall(options, Environment, _app.Services);
        _app.Use(next => context => next(context));
        ((IApplicationBuilder)_app).UseFirewall(Rules, applies: _ => true);
        ((IApplicationBuilder)_app).UseAnswerInspection(Rules, applies: _ => true);
        _app.Run(ServeAsync);
        _client = new HttpClient();
    }

    public TierEnvironment Environment { get; }

    public RequestFirewall Rules { get; }

    /// <summary>The body of the last request that got through.</summary>
    public byte[]? Received { get; private set; }

    /// <summary>How often the site was reached.</summary>
    public int Served { get; private set; }

    /// <summary>What the site does with a request; null: it reads the body.</summary>
    public RequestDelegate? Serve { get; set; }

    public Uri Url => new($"http://127.0.0.1:{EndpointOf.Port(_app, "http")}");

    public string LogFile => FirewallLogWriter.PathOf(Environment.Data, "edge");

    /// <param name="configure">Changes the settings.</param>
    /// <param name="environment">The data directory of another site, which a restart of it would have.</param>
    /// <param name="time">The clock.</param>
    public static async Task<FirewalledSite> StartAsync(Action<FirewallOptions>? configure = null, TierEnvironment? environment = null, TimeProvider? time = null)
    {
        var options = new FirewallOptions();
        configure?.Invoke(options);
        var site = new FirewalledSite(options, environment, time);
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Sends a request as an ordinary client and gives the status.</summary>
    public async Task<int> SendAsync(string method, string target, HttpContent? content = null)
    {
        using var answer = await AskAsync(method, target, content);
        return (int)answer.StatusCode;
    }

    /// <summary>Sends a GET from an address of its own, 127.1.x.y, and gives the status.</summary>
    public async Task<int> SendFromAsync(int client, string target)
    {
        var http = _others.GetOrAdd(client, From);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, target));
        request.Headers.TryAddWithoutValidation("User-Agent", "Element/1.11");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public async Task<HttpResponseMessage> AskAsync(string method, string target, HttpContent? content = null, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Url, target)) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Element/1.11");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        prepare?.Invoke(request);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The lines of the log, once there are so many.</summary>
    public async Task<IReadOnlyList<JsonNode>> LogAsync(int count = 1)
    {
        var deadline = Deadline.Token();
        while (true)
        {
            var lines = File.Exists(LogFile) ? await File.ReadAllLinesAsync(LogFile, deadline) : [];
            if (lines.Length >= count)
                return [.. lines.Select(line => JsonNode.Parse(line)!)];

            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline);
        }
    }

    /// <summary>Stops, with all that is done at the end.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var other in _others.Values)
            other.Dispose();

        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        _directory.Dispose();
    }

    private static HttpClient From(int client) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.1.{client >> 8}.{client & 255}"), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private async Task ServeAsync(HttpContext context)
    {
        Served++;
        if (Serve is not null)
        {
            await Serve(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Received = body.ToArray();
    }
}
