using System.Net;
using System.Text;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Tls;
using Bulwark.Proxy.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bulwark.Proxy.Listeners;

/// <summary>A TLS listener for HTTP/1.1 and HTTP/2 with every limit set by hand.</summary>
public static class PublicListener
{
    /// <summary>So much of the body of one request may be on its way over a connection that is shared.</summary>
    private const int SharedStreamWindow = 256 * 1024;

    /// <summary>Adds the listener.</summary>
    /// <param name="kestrel">The server of the tier.</param>
    /// <param name="options">Where it listens.</param>
    /// <param name="defaultPort">The port when the settings name none.</param>
    /// <param name="handshake">Chooses the TLS options of a connection.</param>
    /// <param name="afterTls">Adds what a connection passes between its handshake and its first request.</param>
    /// <param name="isProxy">True for a peer that is a proxy of ours, whose connection carries many clients; null: there is none.</param>
    /// <param name="beforeTls">Adds what a connection passes before its handshake.</param>
    public static void ListenPublicly(
        this KestrelServerOptions kestrel,
        ListenerOptions options,
        int defaultPort,
        TlsHandshakeCallbackOptions handshake,
        Action<ListenOptions>? afterTls = null,
        Func<ConnectionContext, bool>? isProxy = null,
        Action<ListenOptions>? beforeTls = null)
    {
        var port = options.Port ?? defaultPort;

        // Header values of targets were read byte by byte as Latin-1; so they go out as the bytes that they were, UTF-8 too.
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        handshake.HandshakeTimeout = TlsPolicy.HandshakeTimeout;
        kestrel.Listen(options, port, Configure);

        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseClientAddress();
            beforeTls?.Invoke(listen);
            listen.UseHttps(handshake);
            afterTls?.Invoke(listen);
            listen.UseWireGuard(isProxy ?? (_ => false));
        }
    }

    /// <summary>Adds a listener for plain HTTP/1.1.</summary>
    /// <param name="kestrel">The server of the tier.</param>
    /// <param name="options">Where it listens.</param>
    /// <param name="defaultPort">The port when the settings name none.</param>
    /// <param name="first">Adds what a connection passes first.</param>
    public static void ListenInPlainText(this KestrelServerOptions kestrel, ListenerOptions options, int defaultPort, Action<ListenOptions> first) =>
        kestrel.Listen(options, options.Port ?? defaultPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseClientAddress();
            first(listen);
            listen.UseWireGuard(_ => false);
        });

    /// <summary>Sets the limits that matter to every peer.</summary>
    /// <remarks>A connection that is shared has as much room as all its streams together.</remarks>
    /// <param name="limits">The limits of the tier's server.</param>
    /// <param name="keepAlive">How long an idle connection is kept.</param>
    /// <param name="maxStreams">Concurrent requests on one HTTP/2 connection.</param>
    /// <param name="isShared">
    /// True when requests of many clients come over one connection: then what one of them has on its way never takes the room of others, however many send what nobody takes.
    /// </param>
    public static void SetPublicLimits(this KestrelServerLimits limits, TimeSpan keepAlive, int maxStreams, bool isShared)
    {
        limits.KeepAliveTimeout = keepAlive;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MaxRequestBodySize = BodyLimitTable.MaxBytes;
        limits.Http2.MaxStreamsPerConnection = maxStreams;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        if (!isShared)
            return;

        limits.Http2.InitialStreamWindowSize = SharedStreamWindow;
        limits.Http2.InitialConnectionWindowSize = SharedStreamWindow * maxStreams;
    }

    private static void Listen(this KestrelServerOptions kestrel, ListenerOptions options, int port, Action<ListenOptions> configure)
    {
        switch (options.Address)
        {
            case ListenerOptions.Loopback:
                kestrel.ListenLocalhost(port, configure);
                break;
            case ListenerOptions.Everywhere:
                kestrel.ListenAnyIP(port, configure);
                break;
            default:
                kestrel.Listen(IPAddress.Parse(options.Address), port, configure);
                break;
        }
    }
}
