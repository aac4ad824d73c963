using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Proxy.Firewall.Members;
using Bulwark.Proxy.Firewall.Promotion;
using Bulwark.Proxy.Firewall.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Firewall;

/// <summary>What outlives the settings: the log and the samples of a tier's firewall, whose credentials are whose, how many requests there were, and how far its groups are promoted.</summary>
public static class FirewallServices
{
    /// <summary>Adds the log and the samples, what writes and deletes them, and the promotions and what looks after them.</summary>
    public static void AddFirewall(this IServiceCollection services, string tier, TierEnvironment environment)
    {
        services.AddSingleton<FirewallLog>();
        services.AddSingleton(new MemberTable(environment.Time));
        services.AddSingleton(new TrafficCount(environment));
        services.AddSingleton(new UnseenLog(environment));
        services.AddSingleton(_ => new Promotions(tier, environment));
        services.AddHostedService(provider => new PromotionKeeper(provider.GetRequiredService<Promotions>(), environment));
        services.AddHostedService(provider => new FirewallLogWriter(
            provider.GetRequiredService<FirewallLog>(), provider.GetRequiredService<TrafficCount>(), provider.GetRequiredService<UnseenLog>(), tier, environment));
        services.AddSingleton<SampleQueue>();
        services.AddHostedService(provider => new SampleWriter(provider.GetRequiredService<SampleQueue>(), tier, environment));
        services.AddHostedService(_ => new SampleSweep(environment));
    }
}
