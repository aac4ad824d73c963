using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Limits;

/// <summary>What the limits of connections share in a tier. It outlives the settings.</summary>
public static class LimitServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<OpenHandshakes>();
        services.AddSingleton(_ => new FirstRequestWatch(time));
        services.AddSingleton(provider => new SlowReaderWatch(time, provider.GetRequiredService<ILogger<SlowReaderWatch>>()));
        return services;
    }
}
