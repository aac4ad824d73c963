using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What follows a 101: bytes both ways, as they come, until either side ends.</summary>
internal static class Tunnel
{
    /// <returns>False: the connection carries no further request.</returns>
    public static async ValueTask<bool> RunAsync(IDuplexPipe client, UpstreamConnection upstream, CancellationToken cancellationToken)
    {
        await client.Output.FlushAsync(cancellationToken);
        var up = client.Input.CopyToAsync(upstream.Output, cancellationToken);
        var down = upstream.Input.CopyToAsync(client.Output, cancellationToken);
        await Task.WhenAny(up, down);
        client.Input.CancelPendingRead();
        upstream.Input.CancelPendingRead();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }
}
