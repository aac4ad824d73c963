using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// Deletes files of samples before their oldest sample is older than is kept: at the start and each hour, of all tiers, and also while no samples are taken any more.
/// </summary>
internal sealed class SampleSweep(TierEnvironment environment) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<SampleSweep>();

    /// <summary>Deletes what is over.</summary>
    public void Sweep()
    {
        var now = environment.Time.GetUtcNow();
        try
        {
            // The next look is a period away: what will be over by then goes now.
            foreach (var file in SampleFolder.Files(environment.Data).Where(file => now + Period - SampleFolder.BegunAt(file) > SampleFolder.Kept))
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SampleSweepFailed(_log, SampleFolder.Of(environment.Data), e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, environment.Time);
        do
            Sweep();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
