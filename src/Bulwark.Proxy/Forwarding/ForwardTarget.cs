using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Where requests are forwarded to, with its own connections.</summary>
/// <param name="name">Name for logs.</param>
/// <param name="handler">Makes and keeps the connections.</param>
/// <param name="request">HTTP version and patience.</param>
public sealed class ForwardTarget(string name, SocketsHttpHandler handler, ForwarderRequestConfig request) : IDisposable
{
    /// <summary>Name for logs.</summary>
    public string Name => name;

    /// <summary>The scheme and authority of forwarded URIs. Connections do not depend on it: the handler knows where to.</summary>
    internal string Prefix { get; } = "http://" + name;

    internal HttpMessageInvoker Invoker { get; } = new TargetInvoker(handler);

    internal ForwarderRequestConfig Request => request;

    /// <inheritdoc />
    public void Dispose() => Invoker.Dispose();
}
