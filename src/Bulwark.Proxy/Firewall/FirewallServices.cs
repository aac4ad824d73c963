using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Firewall;

/// <summary>What outlives the settings: the log of a tier's firewall.</summary>
public static class FirewallServices
{
    /// <summary>Adds the log and what writes it.</summary>
    public static void AddFirewall(this IServiceCollection services, string tier, TierEnvironment environment)
    {
        services.AddSingleton<FirewallLog>();
        services.AddHostedService(provider => new FirewallLogWriter(provider.GetRequiredService<FirewallLog>(), tier, environment));
    }
}
