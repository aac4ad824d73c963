using System.Net;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Asks one target at intervals whether it is well.</summary>
internal sealed class HealthCheck(TargetState state, TargetConnector connector, HealthCheckOptions options, TimeProvider time)
{
    private readonly StatusRanges _good = StatusRanges.Parse(options.Matcher)!;

    /// <summary>Checks now and at each interval, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            do
            {
                var failure = await CheckAsync(client, cancellationToken);
                state.Check(failure, failure is null ? options.HealthyThreshold : options.UnhealthyThreshold);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Other settings are in force, or the tier ends.
        }
    }

    private HttpMessageInvoker CreateClient()
    {
        // A connection of its own each time: a target that takes no new ones is not well, whatever its old ones do.
        var handler = TargetHttp.CreateHandler(connector);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.MaxResponseHeadersLength = 64;
        return new HttpMessageInvoker(handler, disposeHandler: true);
    }

    private async Task<string?> CheckAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("http://localhost" + options.Path)) { Version = HttpVersion.Version11 };
        request.Headers.UserAgent.ParseAdd("bulwark-health-check");
        request.Headers.ConnectionClose = true;
        try
        {
            using var response = await client.SendAsync(request, both.Token);
            var status = (int)response.StatusCode;
            return _good.Contains(status) ? null : FormattableString.Invariant($"health check answered {status}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return $"health check failed: {e.GetBaseException().Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FormattableString.Invariant($"health check had no answer within {options.Timeout.TotalSeconds} s");
        }
    }
}
