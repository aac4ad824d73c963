using System.Net;
using System.Text;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The HTTP client for one target.</summary>
internal static class TargetHttp
{
    /// <summary>A handler whose every connection goes to the target, whatever host the URI names.</summary>
    public static SocketsHttpHandler CreateHandler(TargetConnector connector) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, // as the listener read them: else a client's UTF-8 would fail here

        // The connector is the one that loses patience, and says so in a way that tells a retry from a loss.
        ConnectTimeout = TimeSpan.FromSeconds(30),

        // Below the 130 s after which a tier closes an idle connection: else a request could be sent into one that is just being closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        ConnectCallback = async (_, cancellationToken) => (await connector.ConnectAsync(cancellationToken)).Stream,
    };
}
