using Bulwark.Core.Control;
using Bulwark.Core.Revisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Core.Hosting;

/// <summary>The bare host that every tier starts from: no settings files, no environment variables, no console lifetime.</summary>
public static class TierHost
{
    /// <summary>
    /// A builder with Kestrel, the shared clock and logger, and the control socket of the tier. The tier adds its services and its own
    /// listeners. Whoever starts it holds its <see cref="TierLock"/>.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string tier, TierEnvironment environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = tier });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(SetLimits);
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ProgramLifetime>());
        builder.Services.Replace(ServiceDescriptor.Singleton(environment.LoggerFactory));
        builder.Services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>>(environment.Memory));
        builder.Services.AddSingleton(environment);
        builder.Services.AddSingleton(environment.Data);
        builder.Services.AddSingleton(environment.Time);
        builder.Services.AddHostedService(_ => new SocketModes(environment.Data, tier));
        builder.Services.AddSingleton<SettingsGate>();
        AddRevisions(builder.Services, tier, environment);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(4));
        builder.AddControlSocket(environment.Data.ControlSocket(tier));
        return builder;
    }

    /// <summary>Adds the public Unix socket of the tier, <c>run/&lt;tier&gt;.sock</c>, on which only the load balancer and other tiers speak.</summary>
    public static void ListenOnTierSocket(this WebApplicationBuilder builder, string tier, TierEnvironment environment) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(
            environment.Data.Socket(tier), listen => listen.Protocols = HttpProtocols.Http1));

    private static void AddRevisions(IServiceCollection services, string tier, TierEnvironment environment)
    {
        if (environment.Settings is null)
            return;

        services.AddSingleton(_ => new RevisionFolder(environment.Data));
        services.AddSingleton(provider => new TierRevision(tier, environment, provider));
        services.AddHostedService(provider => new RevisionKeeper(tier, provider.GetRequiredService<TierRevision>(), environment));
    }

    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Twice what the edge takes of a client: each hop adds headers of its own, and HTTP/2 counts 32 bytes more for each (RFC 9113 section 6.5.2).
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
    }

    /// <summary>The program alone owns signals; a tier starts and stops when it is told to.</summary>
    private sealed class ProgramLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
