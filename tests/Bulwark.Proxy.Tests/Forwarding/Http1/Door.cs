using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

/// <summary>A server whose every request is forwarded to one target.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly ConcurrentQueue<ForwarderError> _errors = new();
    private readonly ConcurrentQueue<ForwardFault> _faults = new();
    private readonly WebApplication _app;
    private readonly ForwardTarget _target;

    private Door(WebApplication app, ForwardTarget target) => (_app, _target) = (app, target);

    public TargetPool Pool => _target.Pool!;

    /// <summary>Whose fault each of the requests that have ended was.</summary>
    public IReadOnlyCollection<ForwardFault> Faults => _faults;

    public Uri Address => new(_app.Urls.Single());

    public Http2Pool Streams => _target.Streams!;

    public static Task<Door> StartAsync(ScriptedTarget target, TimeSpan? patience = null, HttpProtocols protocols = HttpProtocols.Http1, TimeProvider? time = null) => StartAsync(
        new ForwardTarget("target", new SocketsHttpHandler(), new ForwarderRequestConfig { ActivityTimeout = patience ?? TimeSpan.FromSeconds(60) })
        {
            Pool = new TargetPool(target.ConnectAsync, time ?? TimeProvider.System),
        },
        protocols);

    public static async Task<Door> StartAsync(ForwardTarget forward, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        var door = new Door(builder.Build(), forward);
        var forwarder = new Forwarder(forwarder: null!, NullLogger<Forwarder>.Instance);
        door._app.Run(async context =>
        {
            var error = await SendAsync(context, forward);
            door._faults.Enqueue(forwarder.ResultOf(context, forward, error).Fault);
            door._errors.Enqueue(error);
        });
        await door._app.StartAsync();
        return door;
    }

    /// <summary>A client of it.</summary>
    public HttpClient Client(int version = 1) => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = Address,
        DefaultRequestVersion = version == 2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>What became of the requests once so many have ended: a client may have its answer before that.</summary>
    public async Task<IReadOnlyCollection<ForwarderError>> EndAsync(int count)
    {
        await Deadline.UntilAsync(() => _errors.Count >= count);
        return _errors;
    }

    /// <summary>Sends bytes as they are and reads until the connection is closed.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, Deadline.Token());
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Deadline.Token());
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync(Deadline.Token());
    }

    private static ValueTask<ForwarderError> SendAsync(HttpContext context, ForwardTarget forward) =>
        forward.Streams is { } streams ? Http2Forwarder.SendAsync(context, forward, streams) : Http1Forwarder.SendAsync(context, forward, forward.Pool!);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _target.Dispose();
    }
}
