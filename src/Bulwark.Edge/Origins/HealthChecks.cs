using Bulwark.Core.Hosting;

namespace Bulwark.Edge.Origins;

/// <summary>
/// Asks every load balancer of several, every few seconds, over the same connections as requests with a body take. Any answer of its own proves that it is there; what stands
/// behind it is its own affair.
/// </summary>
internal sealed class HealthChecks : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<OriginServer> _servers;
    private readonly string _host;
    private readonly CancellationTokenSource _stop = new();

    public HealthChecks(IReadOnlyList<OriginServer> servers, TierEnvironment environment)
    {
        _servers = servers;
        _host = environment.Hosts[0];
        _ = RunAsync(new PeriodicTimer(Interval, environment.Time), _stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(cancellationToken))
                    await Task.WhenAll(_servers.Select(server => CheckAsync(server, cancellationToken)));
            }
            catch (OperationCanceledException)
            {
                // These settings are no longer in force.
            }
        }
    }

    private async Task CheckAsync(OriginServer server, CancellationToken cancellationToken)
    {
        var isReachable = await server.Target.IsAnsweringAsync(_host, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        server.Found(isReachable);
    }
}
