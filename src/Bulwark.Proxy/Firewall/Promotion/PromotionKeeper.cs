using Bulwark.Core.Hosting;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>Looks after the promotions of a tier once a second.</summary>
internal sealed class PromotionKeeper(Promotions promotions, TierEnvironment environment) : BackgroundService
{
    /// <summary>How long a group goes on after it has refused too much.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookEvery, environment.Time, stoppingToken);
                await promotions.LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tier ends.
        }
    }
}
