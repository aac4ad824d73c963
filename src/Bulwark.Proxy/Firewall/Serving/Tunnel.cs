using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What follows a 101: bytes both ways, as they come, until either side ends or takes none.</summary>
internal static class Tunnel
{
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(IDuplexPipe client, UpstreamConnection upstream, TimeProvider time, CancellationToken cancellationToken)
    {
        using var upwards = new Patience(time);
        using var downwards = new Patience(time);
        var up = CopyAsync(client.Input, upstream.Output, upwards, cancellationToken);
        var down = CopyAsync(upstream.Input, client.Output, downwards, cancellationToken);
        await Task.WhenAny(up, down);
        client.Input.CancelPendingRead();
        upstream.Input.CancelPendingRead();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(PipeReader from, PipeWriter to, Patience patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await from.ReadAsync(cancellationToken);
            foreach (var piece in result.Buffer)
            {
                to.Write(piece.Span);
                if (!await patience.FlushAsync(to, WriteTime, cancellationToken))
                    return;
            }

            from.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                return;
        }
    }
}
