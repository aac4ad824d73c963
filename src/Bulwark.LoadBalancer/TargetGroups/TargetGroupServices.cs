using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What looks after targets for as long as the tier runs.</summary>
internal static class TargetGroupServices
{
    /// <summary>Adds the services.</summary>
    public static void AddTargetGroups(this IServiceCollection services)
    {
        services.AddSingleton<TargetStates>();
        services.AddSingleton<GroupForwarder>();
        services.AddSingleton<TargetGroupRoutes>();
        services.AddSingleton(provider => new TargetWatch(provider.GetRequiredService<TargetStates>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService>(provider =>
        {
            var watch = provider.GetRequiredService<TargetWatch>();
            watch.PutIntoForce(provider.GetRequiredService<Generations<LoadBalancerGeneration>>().Current.TargetGroups);
            return watch;
        });
    }
}
