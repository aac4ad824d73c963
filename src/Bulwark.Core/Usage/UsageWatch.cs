using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Usage;

/// <summary>Looks once a minute at what a tier has used, and keeps it.</summary>
/// <param name="tier">Name of the tier.</param>
/// <param name="record">What is known.</param>
/// <param name="look">Brings the record up to date.</param>
/// <param name="environment">The instance.</param>
public sealed class UsageWatch(string tier, UsageRecord record, Action look, TierEnvironment environment) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<UsageWatch>();

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (UsageFile.Read(environment.Data, tier) is { } earlier)
            record.Continue(earlier);

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Look(); // what was used in the last minute counts too
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The tier stops.
        }
    }

    private void Look()
    {
        look();
        if (record.TakeChanges() is not { } report)
            return;

        try
        {
            UsageFile.Write(environment.Data, tier, report);
        }
        catch (OperatorException e)
        {
            // A full disk: the next minute may find room.
            record.PutBack();
            Log.UsageNotKept(_log, tier, e.Message);
        }
    }
}
