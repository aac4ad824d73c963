using System.Net;
using Bulwark.Proxy.Forwarding.HandOver;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Where requests are forwarded to, with its own connections.</summary>
/// <param name="name">Name for logs.</param>
/// <param name="handler">Makes and keeps the connections.</param>
/// <param name="request">HTTP version and patience.</param>
/// <param name="near">The short way to the same target, when it is in this process.</param>
public sealed class ForwardTarget(string name, SocketsHttpHandler handler, ForwarderRequestConfig request, NearTarget? near = null) : IDisposable
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(3);

    private TargetTransformer? _transformer;

    /// <summary>Name for logs.</summary>
    public string Name => name;

    /// <summary>The scheme and authority of forwarded URIs. Connections do not depend on it: the handler knows where to.</summary>
    internal string Prefix { get; } = "http://" + name;

    internal HttpMessageInvoker Invoker { get; } = new TargetInvoker(handler);

    /// <summary>Its own connections, when it speaks HTTP/1.1 and requests without a body go there without an HTTP client in between.</summary>
    public TargetPool? Pool { get; init; }

    /// <summary>The same, when it speaks HTTP/2.</summary>
    public Http2Pool? Streams { get; init; }

    /// <summary>Who is told of the answers.</summary>
    public IAnswerWatch? Watch { get; init; }

    internal NearTarget? Near => near;

    internal ForwarderRequestConfig Request => request;

    /// <summary>How the general forwarder copies requests and answers.</summary>
    internal TargetTransformer Transformer => _transformer ??= new TargetTransformer(this);

    internal Version Version { get; } = request.Version ?? HttpVersion.Version11;

    /// <summary>How long the target may keep silent.</summary>
    internal TimeSpan ActivityTimeout { get; } = request.ActivityTimeout ?? TimeSpan.FromSeconds(100);

    /// <summary>Asks for <c>/</c>: true for any answer that is not an error of the server, within 3 s.</summary>
    public async Task<bool> IsAnsweringAsync(string host, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CheckTime);
        using var question = new HttpRequestMessage(HttpMethod.Head, Prefix + "/")
        {
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Host = host },
        };
        try
        {
            using var answer = await Invoker.SendAsync(question, patience.Token);
            return (int)answer.StatusCode < 500;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Ends the short way at once, with all requests that are under way on it. Whoever made the connections cuts those.</summary>
    public void Cut() => near?.Cut();

    /// <inheritdoc />
    public void Dispose()
    {
        near?.Dispose();
        Pool?.Dispose();
        Streams?.Dispose();
        Invoker.Dispose();
    }
}
